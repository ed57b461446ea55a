CREATE TABLE "campaign_reviews" (
	"workspace_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"revision" integer NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "campaign_reviews_workspace_id_campaign_id_id_pk" PRIMARY KEY("workspace_id","campaign_id","id")
);
--> statement-breakpoint
CREATE TABLE "campaign_variants" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"weight" smallint DEFAULT 1 NOT NULL,
	"document" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"version_id" uuid,
	"updated_by" uuid NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaign_variants_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "campaign_variants_position" UNIQUE("workspace_id","campaign_id","position")
);
--> statement-breakpoint
CREATE TABLE "draft_snapshots" (
	"workspace_id" uuid NOT NULL,
	"variant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"document" jsonb NOT NULL,
	"summary" jsonb NOT NULL,
	"saved_by" uuid NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "draft_snapshots_workspace_id_variant_id_id_pk" PRIMARY KEY("workspace_id","variant_id","id")
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"workspace_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"sku" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"quantity" integer NOT NULL,
	"price" numeric(14, 2),
	CONSTRAINT "order_lines_workspace_id_contact_id_order_id_line_pk" PRIMARY KEY("workspace_id","contact_id","order_id","line")
);
--> statement-breakpoint
CREATE TABLE "products" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sku" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"category" text DEFAULT '' NOT NULL,
	"url" text DEFAULT '' NOT NULL,
	"image_url" text DEFAULT '' NOT NULL,
	"price" numeric(14, 2),
	"currency" text NOT NULL,
	"stock" integer,
	"import_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "products_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "products_sku" UNIQUE("workspace_id","sku")
);
--> statement-breakpoint
CREATE TABLE "segment_versions" (
	"workspace_id" uuid NOT NULL,
	"segment_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"name" text NOT NULL,
	"rule" jsonb NOT NULL,
	"saved_by" uuid NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "segment_versions_workspace_id_segment_id_revision_pk" PRIMARY KEY("workspace_id","segment_id","revision")
);
--> statement-breakpoint
CREATE TABLE "segments" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"rule" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"last_count" integer,
	"counted_at" timestamp (3) with time zone,
	"created_by" uuid NOT NULL,
	"updated_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "segments_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "content_links" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"url" text NOT NULL,
	"label" text NOT NULL,
	CONSTRAINT "content_links_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "content_links_place" UNIQUE("workspace_id","version_id","position")
);
--> statement-breakpoint
CREATE TABLE "link_clicks" (
	"workspace_id" uuid NOT NULL,
	"link_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"is_machine" boolean DEFAULT false NOT NULL,
	"machine_reason" text,
	CONSTRAINT "link_clicks_workspace_id_link_id_id_pk" PRIMARY KEY("workspace_id","link_id","id")
);
--> statement-breakpoint
CREATE TABLE "message_events" (
	"workspace_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"link_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	"is_machine" boolean DEFAULT false NOT NULL,
	"machine_reason" text,
	"agent" text DEFAULT '' NOT NULL,
	"origin_digest" text DEFAULT '' NOT NULL,
	CONSTRAINT "message_events_workspace_id_contact_id_id_pk" PRIMARY KEY("workspace_id","contact_id","id")
);
--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "target" jsonb DEFAULT '{"include":[],"exclude":[]}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "frozen" jsonb;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "send_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "review" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "reviewed_revision" integer;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "variant_id" uuid;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "last_visit_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "attribution_days" integer DEFAULT 5 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign_reviews" ADD CONSTRAINT "campaign_reviews_workspace_id_campaign_id_campaigns_workspace_id_id_fk" FOREIGN KEY ("workspace_id","campaign_id") REFERENCES "public"."campaigns"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_variants" ADD CONSTRAINT "campaign_variants_workspace_id_campaign_id_campaigns_workspace_id_id_fk" FOREIGN KEY ("workspace_id","campaign_id") REFERENCES "public"."campaigns"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft_snapshots" ADD CONSTRAINT "draft_snapshots_workspace_id_variant_id_campaign_variants_workspace_id_id_fk" FOREIGN KEY ("workspace_id","variant_id") REFERENCES "public"."campaign_variants"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_workspace_id_contact_id_order_id_orders_workspace_id_contact_id_id_fk" FOREIGN KEY ("workspace_id","contact_id","order_id") REFERENCES "public"."orders"("workspace_id","contact_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segment_versions" ADD CONSTRAINT "segment_versions_workspace_id_segment_id_segments_workspace_id_id_fk" FOREIGN KEY ("workspace_id","segment_id") REFERENCES "public"."segments"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segments" ADD CONSTRAINT "segments_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content_links" ADD CONSTRAINT "content_links_workspace_id_version_id_content_versions_workspace_id_id_fk" FOREIGN KEY ("workspace_id","version_id") REFERENCES "public"."content_versions"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_clicks" ADD CONSTRAINT "link_clicks_workspace_id_link_id_content_links_workspace_id_id_fk" FOREIGN KEY ("workspace_id","link_id") REFERENCES "public"."content_links"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_events" ADD CONSTRAINT "message_events_workspace_id_contact_id_contacts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "order_lines_sku" ON "order_lines" USING btree ("workspace_id","sku");--> statement-breakpoint
CREATE INDEX "products_by_name" ON "products" USING btree ("workspace_id","name","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "segments_recent" ON "segments" USING btree ("workspace_id","updated_at");--> statement-breakpoint
CREATE INDEX "message_events_campaign" ON "message_events" USING btree ("workspace_id","campaign_id","kind","message_id");--> statement-breakpoint
CREATE INDEX "message_events_message" ON "message_events" USING btree ("workspace_id","message_id","at");--> statement-breakpoint
CREATE INDEX "orders_by_time" ON "orders" USING btree ("workspace_id","ordered_at","contact_id");