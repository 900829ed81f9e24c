/**
 * Makes something of an object once for rules that ask for it one after the other. Only the last is remembered: of each of
 * thousands of jobs a weak map would have several entries, and V8's collector looks through all of them every time.
 */
export function ofLast<From extends object, Made>(make: (from: From) => Made): (from: From) => Made {
  let last: { readonly from: From; readonly made: Made } | undefined;
  return (from) => {
    if (last?.from !== from) last = { from, made: make(from) };
    return last.made;
  };
}
