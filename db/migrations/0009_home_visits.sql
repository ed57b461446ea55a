ALTER TABLE "memberships" ADD COLUMN "seen_home_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "users" DROP COLUMN "last_seen_home_at";