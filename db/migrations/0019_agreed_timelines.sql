ALTER TABLE "send_workers" ADD COLUMN "sends_on" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "send_workers" ADD COLUMN "rewound_at" timestamp (3) with time zone;