CREATE TABLE "send_queue" (
	"workspace_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"lane" text NOT NULL,
	"campaign_id" uuid,
	"due_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"state" text DEFAULT 'queued' NOT NULL,
	"attempt" smallint DEFAULT 0 NOT NULL,
	"fence" integer DEFAULT 0 NOT NULL,
	"worker_id" uuid,
	"step" integer DEFAULT 0 NOT NULL,
	"deaths" smallint DEFAULT 0 NOT NULL,
	"first_claimed_at" timestamp (3) with time zone,
	"intent_at" timestamp (3) with time zone,
	"message_id_header" text,
	"content_hash" text,
	"is_tracked" boolean DEFAULT false NOT NULL,
	CONSTRAINT "send_queue_workspace_id_contact_id_message_id_pk" PRIMARY KEY("workspace_id","contact_id","message_id"),
	CONSTRAINT "send_queue_state" CHECK (state in ('queued','claimed','in_flight')),
	CONSTRAINT "send_queue_lane" CHECK (lane in ('opt_in','transactional','campaign'))
);
--> statement-breakpoint
CREATE TABLE "send_workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"version" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"beat" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"reaped_at" timestamp (3) with time zone
);
--> statement-breakpoint
-- Updates of a row stay on its page; what is done leaves nothing behind that a claim has to step over.
ALTER TABLE "send_queue" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
--> statement-breakpoint
ALTER TABLE "messages" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_state";
--> statement-breakpoint
DROP INDEX "message_transitions_message";
--> statement-breakpoint
DROP INDEX "messages_queued";
--> statement-breakpoint
DROP INDEX "messages_leased";
--> statement-breakpoint
-- The steps of a message are counted now.
ALTER TABLE "message_transitions" ADD COLUMN "step" integer;
--> statement-breakpoint
UPDATE "message_transitions" t SET "step" = numbered.step FROM (
	SELECT workspace_id, contact_id, id, row_number() OVER (PARTITION BY workspace_id, contact_id, message_id ORDER BY at, id) - 1 AS step
	FROM "message_transitions") numbered
WHERE numbered.workspace_id = t.workspace_id AND numbered.contact_id = t.contact_id AND numbered.id = t.id;
--> statement-breakpoint
ALTER TABLE "message_transitions" ALTER COLUMN "step" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "message_transitions" DROP CONSTRAINT "message_transitions_workspace_id_contact_id_id_pk";
--> statement-breakpoint
ALTER TABLE "message_transitions" DROP COLUMN "id";
--> statement-breakpoint
ALTER TABLE "message_transitions" ADD CONSTRAINT "message_transitions_workspace_id_contact_id_message_id_step_pk" PRIMARY KEY("workspace_id","contact_id","message_id","step");
--> statement-breakpoint
-- "worker-<id>" before; a demo shop had none.
ALTER TABLE "message_transitions" ALTER COLUMN "worker_id" SET DATA TYPE uuid USING substring("worker_id" FROM '[0-9a-f]{8}-[0-9a-f-]{27}$')::uuid;
--> statement-breakpoint
ALTER TABLE "messages" ALTER COLUMN "worker_id" SET DATA TYPE uuid USING substring("worker_id" FROM '[0-9a-f]{8}-[0-9a-f-]{27}$')::uuid;
--> statement-breakpoint
ALTER TABLE "messages" ALTER COLUMN "campaign_id" DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE "messages" ALTER COLUMN "topic_id" DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "send_at" timestamp (3) with time zone;
--> statement-breakpoint
-- What was on the wire when the old sender stopped: nobody knows.
INSERT INTO "message_transitions" (workspace_id, contact_id, message_id, step, "from", "to", at, worker_id, fence, detail)
SELECT m.workspace_id, m.contact_id, m.id, (SELECT count(*) FROM "message_transitions" t WHERE t.workspace_id = m.workspace_id AND t.contact_id = m.contact_id AND t.message_id = m.id), m.state, CASE m.state WHEN 'claimed' THEN 'queued' ELSE 'unknown' END, clock_timestamp(), m.worker_id, m.fence, 'lease_expired'
FROM "messages" m WHERE m.state IN ('claimed', 'in_flight');
--> statement-breakpoint
UPDATE "messages" SET state = 'unknown', result_at = clock_timestamp() WHERE state = 'in_flight';
--> statement-breakpoint
UPDATE "messages" SET state = 'queued', worker_id = NULL WHERE state = 'claimed';
--> statement-breakpoint
INSERT INTO "send_queue" (workspace_id, contact_id, message_id, lane, campaign_id, due_at, expires_at, attempt, fence, step)
SELECT m.workspace_id, m.contact_id, m.id, 'campaign', m.campaign_id, coalesce(m.not_before, m.created_at), m.expires_at, m.attempt, m.fence,
	greatest((SELECT count(*) FROM "message_transitions" t WHERE t.workspace_id = m.workspace_id AND t.contact_id = m.contact_id AND t.message_id = m.id) - 1, 0)
FROM "messages" m WHERE m.state = 'queued';
--> statement-breakpoint
ALTER TABLE "send_queue" ADD CONSTRAINT "send_queue_workspace_id_contact_id_message_id_messages_workspace_id_contact_id_id_fk" FOREIGN KEY ("workspace_id","contact_id","message_id") REFERENCES "public"."messages"("workspace_id","contact_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "send_queue_due" ON "send_queue" USING btree ("workspace_id","lane","campaign_id","due_at","message_id");
--> statement-breakpoint
ALTER TABLE "messages" DROP COLUMN "lease_until";
--> statement-breakpoint
ALTER TABLE "messages" DROP COLUMN "not_before";
--> statement-breakpoint
ALTER TABLE "messages" DROP COLUMN "expires_at";
--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_state" CHECK (state in ('queued','accepted','failed','unknown','skipped','suppressed','cancelled'));