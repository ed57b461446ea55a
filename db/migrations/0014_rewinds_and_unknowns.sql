ALTER TABLE "send_workers" ADD COLUMN "timeline" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "send_workers" ADD COLUMN "journals" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "send_workers" ADD COLUMN "reconciled_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "messages_unknown" ON "messages" USING btree ("workspace_id","worker_id") WHERE state = 'unknown';