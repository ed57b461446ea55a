ALTER TABLE "campaigns" ADD COLUMN "pause_reason" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "mail_server_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "bounce" text;