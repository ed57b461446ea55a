CREATE TABLE "demo_shops" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"seed" integer NOT NULL,
	"asked_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"built_at" timestamp (3) with time zone,
	"error" text
);
--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "is_demo" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "demo_shops" ADD CONSTRAINT "demo_shops_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- What may be removed whole is decided when a workspace is made: no later mistake can mark a real one.
CREATE FUNCTION keep_is_demo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'workspaces.is_demo never changes';
END $$;--> statement-breakpoint
CREATE TRIGGER workspaces_is_demo_is_final BEFORE UPDATE ON "workspaces" FOR EACH ROW
	WHEN (old.is_demo IS DISTINCT FROM new.is_demo) EXECUTE FUNCTION keep_is_demo();
