-- A trusted extension: the owner role may create it. It lets the index below begin with the workspace.
CREATE EXTENSION IF NOT EXISTS btree_gin;--> statement-breakpoint
CREATE INDEX "contacts_attributes" ON "contacts" USING gin ("workspace_id","attributes" jsonb_path_ops) WHERE deleted_at is null;
