ALTER TABLE "messages" DROP CONSTRAINT "messages_once";--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_once" UNIQUE("workspace_id","dedupe_key","contact_id");