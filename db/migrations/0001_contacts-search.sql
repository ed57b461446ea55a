ALTER TABLE "contacts" ALTER COLUMN "email" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "contacts" ALTER COLUMN "external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "contacts" ALTER COLUMN "sort_name" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "contacts" ALTER COLUMN "order_total" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "identities" ALTER COLUMN "value" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "search_name" text collate "C" GENERATED ALWAYS AS (ltrim(lower(regexp_replace(normalize(coalesce(first_name, '') || ' ' || coalesce(last_name, ''), NFKD), '[̀-ͯ]', '', 'g') collate "pg_c_utf8"))) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "order_currency" text;--> statement-breakpoint
CREATE INDEX "contacts_search_name" ON "contacts" USING btree ("workspace_id","search_name") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "contacts_external_id" ON "contacts" USING btree ("workspace_id","external_id") WHERE deleted_at is null;