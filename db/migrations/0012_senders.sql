CREATE TABLE "domain_limits" (
	"workspace_id" uuid NOT NULL,
	"domain" text NOT NULL,
	"per_minute" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "domain_limits_workspace_id_domain_pk" PRIMARY KEY("workspace_id","domain")
);
--> statement-breakpoint
CREATE TABLE "mail_routes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"brand_id" uuid,
	"kind" text,
	"server_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mail_routes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "mail_routes_once" UNIQUE NULLS NOT DISTINCT("workspace_id","brand_id","kind","server_id")
);
--> statement-breakpoint
CREATE TABLE "mail_servers" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"host" text NOT NULL,
	"port" integer NOT NULL,
	"security" text NOT NULL,
	"username" text DEFAULT '' NOT NULL,
	"sealed_password" text,
	"ehlo_name" text DEFAULT '' NOT NULL,
	"per_second" integer,
	"connections" integer NOT NULL,
	"is_paused" boolean DEFAULT false NOT NULL,
	"paused_reason" text DEFAULT '' NOT NULL,
	"tested_at" timestamp (3) with time zone,
	"test_result" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "mail_servers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "sending_domain_days" (
	"workspace_id" uuid NOT NULL,
	"domain_id" uuid NOT NULL,
	"day" date NOT NULL,
	"sent" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "sending_domain_days_workspace_id_domain_id_day_pk" PRIMARY KEY("workspace_id","domain_id","day")
);
--> statement-breakpoint
CREATE TABLE "sending_domains" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"domain" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"verified_at" timestamp (3) with time zone,
	"failing_since" timestamp (3) with time zone,
	"checked_at" timestamp (3) with time zone,
	"findings" jsonb,
	"warm_up" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sending_domains_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "sending_domains_domain" UNIQUE("workspace_id","domain")
);
--> statement-breakpoint
CREATE TABLE "sending_keys" (
	"workspace_id" uuid NOT NULL,
	"domain_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"selector" text NOT NULL,
	"public_key" text NOT NULL,
	"sealed_key" text,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp (3) with time zone,
	CONSTRAINT "sending_keys_workspace_id_domain_id_id_pk" PRIMARY KEY("workspace_id","domain_id","id"),
	CONSTRAINT "sending_keys_selector" UNIQUE("workspace_id","domain_id","selector")
);
--> statement-breakpoint
ALTER TABLE "domain_limits" ADD CONSTRAINT "domain_limits_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_routes" ADD CONSTRAINT "mail_routes_workspace_id_brand_id_brands_workspace_id_id_fk" FOREIGN KEY ("workspace_id","brand_id") REFERENCES "public"."brands"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_routes" ADD CONSTRAINT "mail_routes_workspace_id_server_id_mail_servers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","server_id") REFERENCES "public"."mail_servers"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_servers" ADD CONSTRAINT "mail_servers_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sending_domain_days" ADD CONSTRAINT "sending_domain_days_workspace_id_domain_id_sending_domains_workspace_id_id_fk" FOREIGN KEY ("workspace_id","domain_id") REFERENCES "public"."sending_domains"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sending_domains" ADD CONSTRAINT "sending_domains_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sending_keys" ADD CONSTRAINT "sending_keys_workspace_id_domain_id_sending_domains_workspace_id_id_fk" FOREIGN KEY ("workspace_id","domain_id") REFERENCES "public"."sending_domains"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "sending_keys_role" ON "sending_keys" USING btree ("workspace_id","domain_id","role") WHERE role in ('current', 'next');