CREATE TABLE "sending_troubles" (
	"workspace_id" uuid,
	"id" uuid PRIMARY KEY NOT NULL,
	"worker_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"code" text NOT NULL,
	"reply" text DEFAULT '' NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sending_troubles_once" UNIQUE NULLS NOT DISTINCT("workspace_id","subject","subject_id","worker_id"),
	CONSTRAINT "sending_troubles_subject" CHECK (subject in ('server','letter','lane'))
);
--> statement-breakpoint
ALTER TABLE "sending_troubles" ADD CONSTRAINT "sending_troubles_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;