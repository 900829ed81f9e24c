import { isPlainObject } from '../model';
import { nearest, type Finding } from '../problems';
import { DANGER_RULES, DECISIONS, type DangerRuleName, type Decision } from '../review';
import { show } from '../values';
import { POLICY_VERSION, type Policy } from './policy';

/** A policy, or everything that is wrong with it. */
export type ReadPolicy = { readonly policy: Policy } | { readonly findings: readonly Finding[] };

/** Weaker than this and two people could be one. */
const LEAST_BREAK_GLASS = 2;
const CLASSES = ['D1', 'D2', 'D3', 'D4', 'D5'] as const;
const MEMBERS = ['version', 'decisions', 'teams', 'approvals', 'breakGlass'] as const;
const RULE_MEMBERS = ['when', 'teams', 'count', 'reason'] as const;
const WHEN_MEMBERS = ['dangers', 'classes', 'owners', 'domains', 'decision'] as const;

/** Reads `review-policy.json`. A word that is not understood is refused: it could be a demand. */
export function readPolicy(text: string): ReadPolicy {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { findings: [{ code: 'VALUE-TYPE', message: 'the policy is not JSON', fix: 'write one JSON object' }] };
  }
  const reader = new Reader();
  const policy = reader.policy(json);
  return policy === undefined || reader.findings.length > 0 ? { findings: reader.findings } : { policy };
}

type Members = Readonly<Record<string, unknown>>;

class Reader {
  readonly findings: Finding[] = [];
  #teams: readonly string[] = [];

  policy(json: unknown): Policy | undefined {
    const members = this.#object(json, '', MEMBERS);
    if (members === undefined) return undefined;
    if (members['version'] !== POLICY_VERSION)
      this.#say({
        code: 'VALUE-INVALID',
        at: 'version',
        message: 'a policy says which form it has',
        value: show(members['version']),
        limit: String(POLICY_VERSION),
        fix: `write "version": ${String(POLICY_VERSION)}`,
      });
    const teams = this.#people(members['teams']);
    this.#teams = Object.keys(teams);
    const breakGlass = members['breakGlass'] === undefined ? undefined : this.#breakGlass(members['breakGlass']);
    return {
      version: POLICY_VERSION,
      decisions: members['decisions'] === undefined ? {} : this.#decisions(members['decisions']),
      teams,
      approvals: members['approvals'] === undefined ? [] : this.#rules(members['approvals']),
      ...(breakGlass === undefined ? {} : { breakGlass }),
    };
  }

  #say(finding: Finding): void {
    this.findings.push(finding);
  }

  /** An object with these members and no others. */
  #object(value: unknown, at: string, names: readonly string[]): Members | undefined {
    if (!isPlainObject(value)) {
      this.#type(value, at, 'an object');
      return undefined;
    }
    for (const name of Object.keys(value)) {
      if (names.includes(name)) continue;
      const near = nearest(name, names);
      this.#say({
        code: 'PROP-UNKNOWN',
        at: below(at, name),
        message: 'a policy has no such member',
        value: show(name),
        limit: names.join(', '),
        fix: near === undefined ? `remove ${name}` : `write ${near}`,
      });
    }
    return value;
  }

  #type(value: unknown, at: string, wanted: string): void {
    if (value === undefined) this.#say({ code: 'PROP-MISSING', at, message: 'a policy says this', limit: wanted, fix: `write ${wanted}` });
    else
      this.#say({
        code: 'VALUE-TYPE',
        ...(at === '' ? {} : { at }),
        message: 'a member of a policy has another type',
        value: show(value),
        limit: wanted,
        fix: `write ${wanted}`,
      });
  }

  #decisions(value: unknown): Policy['decisions'] {
    const decisions: Partial<Record<DangerRuleName, Decision>> = {};
    for (const [name, decision] of Object.entries(isPlainObject(value) ? value : {})) {
      const at = `decisions.${name}`;
      if (this.#word(name, at, Object.keys(DANGER_RULES), 'there is no such danger') === undefined) continue;
      const asked = this.#word(decision, at, DECISIONS, 'there is no such decision');
      if (asked === undefined) continue;
      if (DANGER_RULES[name as DangerRuleName].decision === 'BLOCK' && asked !== 'BLOCK')
        this.#say({
          code: 'VALUE-INVALID',
          at,
          message: 'what the house blocks stays blocked; a policy makes it no weaker',
          value: asked,
          limit: 'BLOCK',
          fix: 'remove it; an emergency passes over it with a reason',
        });
      else decisions[name as DangerRuleName] = asked;
    }
    if (!isPlainObject(value)) this.#type(value, 'decisions', 'an object of dangers and decisions');
    return decisions;
  }

  #people(value: unknown): Policy['teams'] {
    if (!isPlainObject(value)) {
      this.#type(value, 'teams', 'an object of teams, each a list of people');
      return {};
    }
    return Object.fromEntries(Object.entries(value).map(([team, people]) => [team, this.#texts(people, `teams.${team}`) ?? []]));
  }

  #rules(value: unknown): Policy['approvals'] {
    if (!Array.isArray(value)) {
      this.#type(value, 'approvals', 'a list of rules');
      return [];
    }
    return value.flatMap((entry: unknown, index): Policy['approvals'][number][] => {
      const at = `approvals[${String(index)}]`;
      const members = this.#object(entry, at, RULE_MEMBERS);
      if (members === undefined) return [];
      const { reason } = members;
      if (reason !== undefined && typeof reason !== 'string') this.#type(reason, `${at}.reason`, 'a sentence');
      const teams = this.#knownTeams(members['teams'], `${at}.teams`);
      return [
        {
          when: this.#when(members['when'], `${at}.when`),
          teams,
          count: this.#count(members['count'] ?? 1, `${at}.count`, 1, teams),
          ...(typeof reason === 'string' ? { reason } : {}),
        },
      ];
    });
  }

  #when(value: unknown, at: string): Policy['approvals'][number]['when'] {
    const members = this.#object(value, at, WHEN_MEMBERS);
    if (members === undefined) return {};
    if (Object.keys(members).length === 0)
      this.#say({
        code: 'PROP-MISSING',
        at,
        message: 'a rule says what it is for',
        limit: `one of ${WHEN_MEMBERS.join(', ')}`,
        fix: 'write "decision": "AUTO" for everything that differs',
      });
    const words = <T extends string>(name: string, allowed: readonly T[], mistake: string): readonly T[] | undefined =>
      members[name] === undefined
        ? undefined
        : this.#texts(members[name], `${at}.${name}`)?.flatMap((word) => this.#word(word, `${at}.${name}`, allowed, mistake) ?? []);
    const names = (name: string): readonly string[] | undefined =>
      members[name] === undefined ? undefined : this.#texts(members[name], `${at}.${name}`);
    const when = {
      dangers: words('dangers', Object.keys(DANGER_RULES) as DangerRuleName[], 'there is no such danger'),
      classes: words('classes', CLASSES, 'there is no such class of danger'),
      owners: names('owners'),
      domains: names('domains'),
      decision:
        members['decision'] === undefined
          ? undefined
          : this.#word(members['decision'], `${at}.decision`, DECISIONS, 'there is no such decision'),
    };
    return Object.fromEntries(Object.entries(when).filter(([, member]) => member !== undefined));
  }

  #breakGlass(value: unknown): Policy['breakGlass'] {
    const members = this.#object(value, 'breakGlass', ['teams', 'needs']);
    if (members === undefined) return undefined;
    const teams = this.#knownTeams(members['teams'], 'breakGlass.teams');
    return { teams, needs: this.#count(members['needs'] ?? LEAST_BREAK_GLASS, 'breakGlass.needs', LEAST_BREAK_GLASS, teams) };
  }

  /** One of a few words. */
  #word<T extends string>(value: unknown, at: string, allowed: readonly T[], mistake: string): T | undefined {
    const word = allowed.find((one) => one === value);
    if (word !== undefined) return word;
    const near = typeof value === 'string' ? nearest(value, allowed) : undefined;
    this.#say({
      code: 'VALUE-INVALID',
      at,
      message: mistake,
      value: show(value),
      limit: allowed.length > 8 ? 'the dangers that docs/pipelines.md lists' : allowed.join(', '),
      fix: near === undefined ? 'write one of them' : `write ${near}`,
    });
    return undefined;
  }

  /** A list of texts with one at least. */
  #texts(value: unknown, at: string): readonly string[] | undefined {
    if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one.trim() !== '')) {
      return value as string[];
    }
    this.#type(value, at, 'a list of names, at least one');
    return undefined;
  }

  #knownTeams(value: unknown, at: string): readonly string[] {
    return (this.#texts(value, at) ?? []).flatMap((team) => this.#word(team, at, this.#teams, 'nobody is named for this team') ?? []);
  }

  #count(value: unknown, at: string, least: number, teams: readonly string[]): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
    this.#say({
      code: 'VALUE-INVALID',
      at,
      message: `so many people of ${teams.join(', ')} cannot be waited for`,
      value: show(value),
      limit: `a whole number, ${String(least)} or more`,
      fix: `write ${String(least)}`,
    });
    return least;
  }
}

function below(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}
