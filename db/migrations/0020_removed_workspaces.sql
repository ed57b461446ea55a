CREATE TABLE "removed_workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"removed_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
-- Jobs of the version before do not name the moment that they are for: the sweep finds what is scheduled, at its hour.
INSERT INTO "due_work" ("workspace_id", "lane", "due_at")
SELECT "workspace_id", 'campaign', min("send_at") FROM "campaigns"
WHERE "state" = 'scheduled' AND "send_at" IS NOT NULL GROUP BY "workspace_id"
ON CONFLICT ("workspace_id", "lane") DO UPDATE SET "due_at" = least("due_work"."due_at", excluded."due_at");
