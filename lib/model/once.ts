/** Makes something of an object once for all who ask, and keeps it as long as the object is there. */
export function once<From extends object, Made>(make: (from: From) => Made): (from: From) => Made {
  const known = new WeakMap<From, { readonly made: Made }>();
  return (from) => {
    let found = known.get(from);
    if (found === undefined) {
      found = { made: make(from) };
      known.set(from, found);
    }
    return found.made;
  };
}
