/**
 * Makes something once for callers that ask for the same one after the other: rules that look at one place. Only the last is
 * remembered: of each of thousands of jobs a weak map would have several entries, and V8's collector looks through all of
 * them every time.
 */
export function ofLast<From extends readonly unknown[], Made>(make: (...from: From) => Made): (...from: From) => Made {
  let last: { readonly from: From; readonly made: Made } | undefined;
  return (...from) => {
    if (last?.from.every((one, index) => one === from[index]) !== true) last = { from, made: make(...from) };
    return last.made;
  };
}
