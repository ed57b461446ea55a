CREATE TABLE "withdrawn_addresses" (
	"workspace_id" uuid NOT NULL,
	"address_hmac" text NOT NULL,
	"scope_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "withdrawn_addresses_workspace_id_address_hmac_scope_id_contact_id_pk" PRIMARY KEY("workspace_id","address_hmac","scope_id","contact_id")
);
--> statement-breakpoint
ALTER TABLE "withdrawn_addresses" ADD CONSTRAINT "withdrawn_addresses_workspace_id_contact_id_contacts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE no action ON UPDATE no action;