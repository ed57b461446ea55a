ALTER TABLE "campaigns" ADD COLUMN "local_time" jsonb;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "send_window" jsonb;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "time_zone" text;--> statement-breakpoint
ALTER TABLE "send_queue" ADD COLUMN "closes_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "send_queue_closes" ON "send_queue" USING btree ("workspace_id","campaign_id","closes_at") WHERE closes_at is not null;