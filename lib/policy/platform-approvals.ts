import { isPlainObject } from '../model';
import type { Approval } from './approval';

/** Where people approve. */
export type ApprovalPlatform = 'github' | 'gitlab';

/** What one person said at one time: a code, or that it holds no more. */
interface Word {
  readonly by: string;
  readonly at: string;
  readonly approves: string | undefined;
}

type Members = Readonly<Record<string, unknown>>;

/** A line of its own, so that nothing quoted or told counts. */
const APPROVE = /^[ \t]*approve[ \t]+([0-9a-f]{12,64})[ \t]*\r?$/im;
const WITHDRAW = /^[ \t]*withdraw[ \t]*\r?$/im;
/** GitLab's own notes of who takes an approval back. */
const TAKEN_BACK = /^(?:unapproved this merge request|requested changes)/;

/**
 * Approvals from what a platform's API answers, pages and kinds in any order. GitHub: reviews and comments of a pull
 * request. GitLab: notes of a merge request. The last word of a person holds. What was edited afterwards counts nothing:
 * others may edit it.
 */
export function platformApprovals(platform: ApprovalPlatform, answers: unknown): Approval[] {
  const entries = [answers].flat(Infinity).filter(isPlainObject);
  const last = new Map<string, Word>();
  for (const word of entries.flatMap((entry) => (platform === 'github' ? ofGitHub(entry) : ofGitLab(entry)))) {
    const before = last.get(word.by.toLowerCase());
    if (before === undefined || isLater(word, before)) last.set(word.by.toLowerCase(), word);
  }
  return [...last.values()]
    .sort((a, b) => (a.by < b.by ? -1 : 1))
    .flatMap(({ by, at, approves }) => (approves === undefined ? [] : [{ by, at, approves }]));
}

/** Of two words of one time the one that approves nothing holds. */
function isLater(word: Word, before: Word): boolean {
  const [one, other] = [Date.parse(word.at), Date.parse(before.at)];
  return one === other ? word.approves === undefined : one > other;
}

function ofGitHub(entry: Members): Word[] {
  const user = isPlainObject(entry['user']) ? entry['user'] : {};
  const { login, type } = user;
  if (typeof login !== 'string' || type !== 'User') return [];
  const { state, submitted_at: submitted } = entry;
  if (typeof state === 'string' && typeof submitted === 'string') {
    if (state === 'DISMISSED' || state === 'CHANGES_REQUESTED') return [{ by: login, at: submitted, approves: undefined }];
    return state === 'APPROVED' ? said(login, submitted, entry['body']) : [];
  }
  return unedited(login, entry);
}

function ofGitLab(entry: Members): Word[] {
  const author = isPlainObject(entry['author']) ? entry['author'] : {};
  const { username } = author;
  const { system, body, created_at: created } = entry;
  if (typeof username !== 'string' || typeof created !== 'string') return [];
  if (system !== true) return unedited(username, entry);
  return typeof body === 'string' && TAKEN_BACK.test(body) ? [{ by: username, at: created, approves: undefined }] : [];
}

function unedited(by: string, { created_at: created, updated_at: updated, body }: Members): Word[] {
  if (typeof created !== 'string') return [];
  const words = said(by, created, body);
  return updated === created ? words : words.map((word) => ({ ...word, approves: undefined }));
}

function said(by: string, at: string, body: unknown): Word[] {
  if (typeof body !== 'string') return [];
  const code = APPROVE.exec(body)?.[1]?.toLowerCase();
  if (WITHDRAW.test(body)) return [{ by, at, approves: undefined }];
  return code === undefined ? [] : [{ by, at, approves: code }];
}
