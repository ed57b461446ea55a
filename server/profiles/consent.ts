import {
  decideConsent,
  findGateFacts,
  type GateReason,
  listTopics,
  listTopicsOfPerson,
} from "../consent";
import { findPeople } from "../contacts";
import { AppError, type Ctx } from "../kernel";

/** One purpose and what this person said about it. */
export interface PersonTopic {
  topicId: string;
  topicName: string;
  brandName: string;
  channel: string;
  isPublic: boolean;
  /** granted | withdrawn | expired; null: nothing was ever declared. */
  state: string | null;
  basis: string | null;
  since: Date | null;
  pausedUntil: Date | null;
  /** What the gate says now: null = may be written to, else why not. */
  refusal: GateReason | null;
}

/** Every topic with this person's standing in it, asked of the gate as a send would ask. */
export async function consentOf(ctx: Ctx, input: { contactId: string }): Promise<PersonTopic[]> {
  const { db, workspaceId, now } = ctx;
  const [person] = await findPeople(db, workspaceId, [input.contactId]);
  if (!person) throw new AppError("NOT_FOUND");
  const declared = await listTopicsOfPerson(db, workspaceId, input.contactId);
  const offered = await listTopics(db, workspaceId);
  const silent = offered
    .filter((topic) => !declared.some((row) => row.topicId === topic.id))
    .map((topic) => ({
      topicId: topic.id,
      topicName: topic.name,
      brandName: topic.brandName,
      channel: topic.channel,
      isPublic: topic.isPublic,
      state: null,
      basis: null,
      since: null,
      pausedUntil: null,
    }));
  const topics: PersonTopic[] = [];
  for (const topic of [...declared, ...silent]) {
    const facts = await findGateFacts(db, workspaceId, {
      contactId: input.contactId,
      topicId: topic.topicId,
    });
    if (!facts) throw new AppError("NOT_FOUND");
    const decision = decideConsent(facts, now);
    const { topicId, topicName, brandName, channel, isPublic } = topic;
    const { state, basis, since, pausedUntil } = topic;
    topics.push({
      topicId,
      topicName,
      brandName,
      channel,
      isPublic,
      state,
      basis,
      since,
      pausedUntil,
      refusal: decision.ok ? null : decision.reason,
    });
  }
  return topics;
}
