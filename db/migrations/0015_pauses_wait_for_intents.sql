-- Whoever stops a campaign waits for the intents that are just being committed (they hold this lock
-- shared, server/delivery/intent.ts), and those that come later see it stopped. Not a lock on the row: those
-- who share one let each other in before whoever waits for it, and an advisory lock keeps its queue.
CREATE FUNCTION wait_for_intents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('intents ' || old.id, 0));
	RETURN new;
END $$;--> statement-breakpoint
CREATE TRIGGER campaigns_stop_after_intents BEFORE UPDATE OF state ON "campaigns" FOR EACH ROW
	WHEN (old.state = 'sending' AND new.state IN ('paused', 'cancelled')) EXECUTE FUNCTION wait_for_intents();
