import { redirect } from "next/navigation";

export default function SendingPage() {
  redirect("/settings/sending/domains");
}
