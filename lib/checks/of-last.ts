/**
 * Makes something of an object once for all rules that look at it. Only the last is remembered: the rules look at one place
 * after the other, and thousands of jobs would be kept for nothing.
 */
export function ofLast<From extends object, Made>(make: (from: From) => Made): (from: From) => Made {
  let last: { readonly from: From; readonly made: Made } | undefined;
  return (from) => {
    if (last?.from !== from) last = { from, made: make(from) };
    return last.made;
  };
}
