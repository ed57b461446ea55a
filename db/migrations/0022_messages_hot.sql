DROP INDEX "messages_campaign";--> statement-breakpoint
DROP INDEX "messages_unknown";--> statement-breakpoint
DROP INDEX "messages_dead";--> statement-breakpoint
DROP INDEX "messages_in_doubt";--> statement-breakpoint
-- Room on each page for what its messages become: no index knows what a plain result changes.
-- What stays on its page leaves nothing to a vacuum, which also notes what counts may trust an index with: so it
-- comes for what is added.
ALTER TABLE "messages" SET (fillfactor = 50, autovacuum_vacuum_insert_scale_factor = 0.02);--> statement-breakpoint
-- Together: each for itself would write the table anew.
ALTER TABLE "messages"
	ADD COLUMN "unsent" text GENERATED ALWAYS AS (case when state in ('queued','accepted') then 'no' else state end) STORED NOT NULL,
	ADD COLUMN "doubted_header" text GENERATED ALWAYS AS (case when state in ('unknown','failed') then message_id_header end) STORED;--> statement-breakpoint
CREATE INDEX "messages_campaign" ON "messages" USING btree ("workspace_id","campaign_id","unsent","id");--> statement-breakpoint
CREATE INDEX "messages_unknown" ON "messages" USING btree ("workspace_id","id") WHERE unsent = 'unknown';--> statement-breakpoint
CREATE INDEX "messages_dead" ON "messages" USING btree ("workspace_id","id") WHERE unsent = 'unknown' or (unsent = 'failed' and skip_reason in ('exhausted','quarantined','render','expired'));--> statement-breakpoint
CREATE INDEX "messages_in_doubt" ON "messages" USING btree ("workspace_id","doubted_header") WHERE doubted_header is not null;--> statement-breakpoint
-- Nothing is known of the new columns, and a table that is written anew counts as unchanged.
ANALYZE "messages";
