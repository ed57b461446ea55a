ALTER TABLE "imports" ALTER COLUMN "file_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "step" text DEFAULT 'preview' NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "cells_dropped" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "undo_cursor" uuid;