import { useErrorText } from "@/app/_ui/error-text";

/**
 * What is wrong, with its code below: the sentence is for the reader, the code is what the error
 * file, the documentation and a question to the operator have in common, in every language.
 */
export function CodedSentence({ code }: { code: string }) {
  const errorText = useErrorText();
  return (
    <>
      {errorText(code)}
      <code translate="no" className="block font-mono text-ink-muted text-xs">
        {code}
      </code>
    </>
  );
}
