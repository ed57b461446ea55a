ALTER TABLE "messages" ADD COLUMN "is_tracked" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "topics_tracking" ON "topics" USING btree ("workspace_id","brand_id") WHERE channel = 'tracking';--> statement-breakpoint
-- Every brand has this purpose; new ones get it when they are made (server/workspaces).
INSERT INTO "topics" ("workspace_id", "id", "brand_id", "channel", "name", "description", "is_public")
SELECT b."workspace_id", gen_random_uuid(), b."id", 'tracking',
  CASE WHEN w."locale" LIKE 'de%' THEN 'Messung von Öffnungen und Klicks' ELSE 'Measuring opens and clicks' END,
  CASE WHEN w."locale" LIKE 'de%' THEN 'Wir sehen, welche Mails Sie öffnen und welche Links Sie anklicken.'
    ELSE 'We see which mails you open and which links you click.' END,
  true
FROM "brands" b JOIN "workspaces" w ON w."id" = b."workspace_id";
