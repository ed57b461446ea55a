-- Each campaign's one letter becomes its first variant; what was made for people was made of it.
INSERT INTO "campaign_variants" ("workspace_id", "id", "campaign_id", "position", "weight", "document", "version_id", "updated_by")
SELECT "workspace_id", gen_random_uuid(), "id", 0, 1, "document", "version_id", "updated_by" FROM "campaigns";--> statement-breakpoint
UPDATE "messages" m SET "variant_id" = v."id" FROM "campaign_variants" v
WHERE v."workspace_id" = m."workspace_id" AND v."campaign_id" = m."campaign_id";--> statement-breakpoint
ALTER TABLE "campaign_variants" DROP COLUMN "revision";--> statement-breakpoint
ALTER TABLE "campaign_variants" DROP COLUMN "updated_by";--> statement-breakpoint
ALTER TABLE "campaign_variants" DROP COLUMN "updated_at";--> statement-breakpoint
ALTER TABLE "campaigns" DROP COLUMN "document";--> statement-breakpoint
ALTER TABLE "campaigns" DROP COLUMN "version_id";
