import { addressHmac } from "@/server/consent/suppression";
import type { Attack } from "./chaos-attack";
import type { Scene, ScenePerson } from "./chaos-scene";
import type { SinkLog } from "./chaos-sink";
import { check } from "./checker";
import type { Barrier } from "./checker.core";
import type { Refusal, WorkerDeath } from "./checker-causes.core";
import type { Lab } from "./lab";

/** The status by which the mail server says that an address will never be one; mail to it ends by that. */
const NOBODY_THERE = "5.1.1";

/** Barriers that stand. One that was committed and is not there would be the database's fault. */
async function standing(lab: Lab, scene: Scene, { barriers }: Attack) {
  const addresses = new Map(
    scene.people.map((one) => [`${one.workspaceId} ${one.contactId}`, one]),
  );
  const digests = new Set(
    (await lab.query<{ digest: string }>("select address_hmac as digest from suppressions")).map(
      (row) => row.digest,
    ),
  );
  const withdrawn = new Set(
    (
      await lab.query<{ id: string }>(
        "select contact_id as id from consent_states where state = 'withdrawn'",
      )
    ).map((row) => row.id),
  );
  const violations: string[] = [];
  const stand = barriers.filter((barrier) => {
    const person = addresses.get(`${barrier.workspaceId} ${barrier.contactId}`) as ScenePerson;
    const isThere = barrier.topicId
      ? withdrawn.has(barrier.contactId)
      : digests.has(addressHmac(barrier.workspaceId, person.address));
    if (!isThere && barrier.isSure) violations.push(`${barrier.why} was committed and is gone`);
    return isThere;
  });
  return { stand, violations };
}

/** What the mail server's log says of people and their messages. */
function causesIn({ arrivals, refusals, cutOff }: SinkLog, scene: Scene, stand: Barrier[]) {
  const people = new Map(scene.people.map((person) => [person.address, person]));
  const bounces = refusals.flatMap(({ to, enhanced, at }): Barrier[] => {
    const person = people.get(to);
    return person && enhanced === NOBODY_THERE
      ? [{ ...person, topicId: null, at, why: "a bounce" }]
      : [];
  });
  const lost = [
    ...arrivals
      .filter((one) => !one.isKept)
      .map(({ to, messageId, fault }) => ({ to, messageId, wasTold: !fault.endsWith("-lost") })),
    ...cutOff.map((to) => ({ to, messageId: null, wasTold: false })),
  ];
  return {
    grounds: [...stand, ...bounces],
    refusals: refusals.flatMap(({ to, code }): Refusal[] => {
      const person = to === "" ? null : people.get(to);
      return person === undefined ? [] : [{ person, code }];
    }),
    losses: lost.flatMap(({ to, ...loss }) => {
      const person = people.get(to);
      return person ? [{ person, ...loss }] : [];
    }),
  };
}

/** Judges a run that is over by all that its parts noted. */
export async function judge(stage: {
  lab: Lab;
  scene: Scene;
  attack: Attack;
  log: SinkLog;
  deaths: readonly WorkerDeath[];
}) {
  const { lab, scene, attack, log, deaths } = stage;
  const { stand, violations } = await standing(lab, scene, attack);
  const verdict = await check(lab, {
    expected: scene.total,
    kept: log.arrivals.filter((one) => one.isKept).map((one) => one.messageId),
    barriers: stand,
    silences: attack.silences,
    cancellations: attack.cancellations,
    ...causesIn(log, scene, stand),
    deaths,
  });
  return {
    ...verdict,
    violations: [...violations, ...verdict.violations],
    objections: stand.length,
  };
}
