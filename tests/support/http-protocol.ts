/** Signs what the service reports. */
export const SECRET = "a secret that only the service and we know";

/** One message in a request. */
export interface Item {
  to: string;
  key: string;
  raw: string;
}

/** What the service says of one message of a request; of some it says nothing. */
export interface ItemAnswer {
  key: string;
  status: number;
  id: string | null;
}

/** What the service tells us later, of one message. */
export interface Report {
  key: string;
  id: string;
  event: "delivered" | "bounced";
  at: string;
}
