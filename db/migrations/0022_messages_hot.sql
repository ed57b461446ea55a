DROP INDEX "messages_campaign";--> statement-breakpoint
DROP INDEX "messages_unknown";--> statement-breakpoint
DROP INDEX "messages_dead";--> statement-breakpoint
DROP INDEX "messages_in_doubt";--> statement-breakpoint
-- Room on each page for what its messages become: no index knows what a plain result changes.
ALTER TABLE "messages" SET (fillfactor = 50);--> statement-breakpoint
-- Together: each for itself would write the table anew.
ALTER TABLE "messages"
	ADD COLUMN "unsent" text GENERATED ALWAYS AS (case when state in ('queued','accepted') then 'no' else state end) STORED NOT NULL,
	ADD COLUMN "doubted_header" text GENERATED ALWAYS AS (case when state in ('unknown','failed') then message_id_header end) STORED;--> statement-breakpoint
CREATE INDEX "messages_campaign" ON "messages" USING btree ("workspace_id","campaign_id","unsent","id");--> statement-breakpoint
CREATE INDEX "messages_unknown" ON "messages" USING btree ("workspace_id","id") WHERE unsent = 'unknown';--> statement-breakpoint
CREATE INDEX "messages_dead" ON "messages" USING btree ("workspace_id","id") WHERE unsent = 'unknown' or (unsent = 'failed' and skip_reason in ('exhausted','quarantined','render','expired'));--> statement-breakpoint
CREATE INDEX "messages_in_doubt" ON "messages" USING btree ("workspace_id","doubted_header") WHERE doubted_header is not null;