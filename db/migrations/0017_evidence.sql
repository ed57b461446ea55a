ALTER TABLE "messages" ADD COLUMN "provider" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "provider_message_id" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "resends" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "messages_dead" ON "messages" USING btree ("workspace_id","id") WHERE state = 'unknown' or (state = 'failed' and skip_reason in ('exhausted','quarantined','render','expired'));--> statement-breakpoint
CREATE INDEX "messages_in_doubt" ON "messages" USING btree ("workspace_id","message_id_header") WHERE state in ('unknown','failed');--> statement-breakpoint
CREATE INDEX "messages_provider" ON "messages" USING btree ("workspace_id","provider","provider_message_id") WHERE provider_message_id is not null;