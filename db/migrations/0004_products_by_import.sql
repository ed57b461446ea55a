CREATE TABLE "product_imports" (
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"is_created" boolean NOT NULL,
	"changes" jsonb NOT NULL,
	CONSTRAINT "product_imports_workspace_id_import_id_product_id_pk" PRIMARY KEY("workspace_id","import_id","product_id")
);
--> statement-breakpoint
ALTER TABLE "ingest_dedup" ADD COLUMN "content_sha256" text;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "products_created" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "products_updated" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "products_unchanged" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "product_imports" ADD CONSTRAINT "product_imports_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "product_imports_product" ON "product_imports" USING btree ("workspace_id","product_id");