/** Functions of Go's own template language. */
const BUILTIN = 'and call eq ge gt html index js le len lt ne not or print printf println slice urlquery';

/** Functions of consul-template, as of 0.42.1; which version of Nomad brought the later ones stands in {@link SINCE}. */
const CONSUL_TEMPLATE =
  'add base64Decode base64Encode base64URLDecode base64URLEncode byKey byMeta byPort byTag caLeaf caRoots connect contains ' +
  'containsAll containsAny containsNone containsNotAll datacenters divide env envOrDefault executeTemplate explode explodeMap ' +
  'exportedServices file hmacSHA256Hex importedServices in indent join key keyExists keyOrDefault loop ls maximum md5sum mergeMap ' +
  'mergeMapWithOverride minimum modulo multiply mustEnv node nodes nomadService nomadServices nomadVar nomadVarExists nomadVarList ' +
  'nomadVarListSafe parseBool parseFloat parseInt parseJSON parseUint parseYAML partitions peerings pkiCert plugin regexMatch ' +
  'regexReplaceAll replaceAll safeLs safeTree scratch secret secrets service services sha256Hex sockaddr split splitToMap spew_dump ' +
  'spew_printf spew_sdump spew_sprintf subtract timestamp toJSON toJSONPretty toLower toTOML toTitle toUnescapedJSON ' +
  'toUnescapedJSONPretty toUpper toYAML tree trim trimPrefix trimSpace trimSuffix writeToFile';

/** Functions of sprig that consul-template offers with `sprig_` in front: those that read neither clock nor environment. */
const SPRIG =
  'abbrev abbrevboth add add1 add1f addf adler32sum ago all any append atoi b32dec b32enc b64dec b64enc base bcrypt biggest ' +
  'buildCustomCert camelcase cat ceil chunk clean coalesce compact concat contains decryptAES deepCopy deepEqual default ' +
  'derivePassword dict dig dir div divf duration durationRound empty encryptAES ext fail first float64 floor fromJson genCA ' +
  'genCAWithKey genPrivateKey genSelfSignedCert genSelfSignedCertWithKey genSignedCert genSignedCertWithKey get has hasKey hasPrefix ' +
  'hasSuffix hello htpasswd indent initial initials int int64 isAbs join kebabcase keys kindIs kindOf last list lower max maxf merge ' +
  'mergeOverwrite min minf mod mul mulf mustAppend mustChunk mustCompact mustDateModify mustDeepCopy mustFirst mustFromJson mustHas ' +
  'mustInitial mustLast mustMerge mustMergeOverwrite mustPrepend mustPush mustRegexFind mustRegexFindAll mustRegexMatch ' +
  'mustRegexReplaceAll mustRegexReplaceAllLiteral mustRegexSplit mustRest mustReverse mustSlice mustToDate mustToJson ' +
  'mustToPrettyJson mustToRawJson mustUniq mustWithout must_date_modify nindent nospace omit osBase osClean osDir osExt osIsAbs pick ' +
  'pluck plural prepend push quote randInt regexFind regexFindAll regexMatch regexQuoteMeta regexReplaceAll regexReplaceAllLiteral ' +
  'regexSplit repeat replace rest reverse round semver semverCompare seq set sha1sum sha256sum sha512sum shuffle slice snakecase ' +
  'sortAlpha split splitList splitn squote sub subf substr swapcase ternary title toDate toDecimal toJson toPrettyJson toRawJson ' +
  'toString toStrings trim trimAll trimPrefix trimSuffix trimall trunc tuple typeIs typeIsLike typeOf uniq unixEpoch unset until ' +
  'untilStep untitle upper urlJoin urlParse values without wrap wrapWith';

/** First version of Nomad whose clients have a function. Those before 1.5.0 are not told apart. */
const SINCE: ReadonlyMap<string, string> = new Map([
  ['hmacSHA256Hex', '1.5.11'],
  ['peerings', '1.5.16'],
  ['byPort', '1.8.2'],
  ['exportedServices', '1.8.2'],
  ['partitions', '1.8.2'],
  ['importedServices', '1.11.2'],
]);

/** First version of Nomad whose clients deny a function unless their operators say otherwise (`function_denylist`). */
const DENIED: ReadonlyMap<string, string> = new Map([
  ['executeTemplate', '1.9.4'],
  ['plugin', '1.0.0'],
  ['writeToFile', '1.3.0'],
]);

const NAMES: ReadonlySet<string> = new Set([
  ...BUILTIN.split(' '),
  ...CONSUL_TEMPLATE.split(' '),
  ...SPRIG.split(' ').map((name) => `sprig_${name}`),
]);

/** Whether a template may call this. */
export function isTemplateFunction(name: string): boolean {
  return NAMES.has(name);
}

/** Names of all functions but those of sprig, to choose the nearest from. */
export function templateFunctionNames(): string[] {
  return [...NAMES].filter((name) => !name.startsWith('sprig_'));
}

/** Whether sprig has the function, which consul-template offers as `sprig_<name>`. */
export function isSprigFunction(name: string): boolean {
  return NAMES.has(`sprig_${name}`);
}

/** Version of Nomad that brought the function; undefined for one that was always there. */
export function functionSince(name: string): string | undefined {
  return SINCE.get(name);
}

/** Version of Nomad since which clients deny the function by default; undefined for one that they do not. */
export function functionDeniedSince(name: string): string | undefined {
  return DENIED.get(name);
}
