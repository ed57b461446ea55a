import type { AnsweredStep, Phase, Reply } from "./outcome.core";
import type { Step } from "./smtp-replies.core";
import type { Submission } from "./smtp-types";

/** A message that was taken; after it is settled, its refused envelope may be still to clear away. */
export interface Job {
  submission: Submission;
  phase: Phase;
  /** What the last reply about it answered. */
  step: Step;
  /** 354 came. */
  data: boolean;
  isSettled: boolean;
  /** The intent is under way; `parting` is the reply that ended the connection meanwhile. */
  isAsking: boolean;
  parting: Reply | null;
  isRefused: boolean;
  failed?: unknown;
  /** What goes with the dot. */
  last: Buffer;
}

/** A command that was written, or is to be, and what it is about. */
export interface Turn {
  step: Step;
  job: Job;
}

/** A message as it is taken. */
export function newJob(submission: Submission): Job {
  return {
    submission,
    phase: "before",
    step: "mail",
    data: false,
    isSettled: false,
    isAsking: false,
    parting: null,
    isRefused: false,
    last: submission.raw,
  };
}

/** A no to RSET comes before anything was said of the message: like one to MAIL. */
const answered = (step: Step): AnsweredStep => (step === "rset" || step === "void" ? "mail" : step);

/** Tells the message's owner what became of it. */
export function tell(
  { submission, phase, step, data, isRefused, failed }: Job,
  reply: Reply | null,
) {
  const about = reply ? answered(step) : undefined;
  submission.done({ phase, reply, step: about, data, refused: isRefused, failed });
}

/** Asks for the intent; what it throws is a rejection. */
export async function intentOf({ submission }: Job): Promise<boolean> {
  return submission.intent();
}
