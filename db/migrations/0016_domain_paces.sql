CREATE TABLE "domain_paces" (
	"workspace_id" uuid NOT NULL,
	"domain" text NOT NULL,
	"per_minute" integer NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "domain_paces_workspace_id_domain_pk" PRIMARY KEY("workspace_id","domain")
);
--> statement-breakpoint
ALTER TABLE "send_queue" ADD COLUMN "is_paced" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "domain_paces" ADD CONSTRAINT "domain_paces_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;