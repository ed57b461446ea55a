export { PageLoading as default } from "@/app/_ui/page-loading";
