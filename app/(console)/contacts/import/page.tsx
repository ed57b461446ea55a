import { redirect } from "next/navigation";

/** Short address of "import something". */
export default function ImportPage() {
  redirect("/contacts/import/new");
}
