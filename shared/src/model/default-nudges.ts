import { inWords } from './in-words.ts'
import type { ActionInput, ActivationInput, AppNudgeInput, Condition, NudgeInput } from './types.ts'

/** The ids of the rules that `defaultNudges` makes. */
export type DefaultNudgeId<ActionName extends string = string> =
  | `activate-${ActionName}`
  | `try-${ActionName}`
  | 'beta'
  | 'case-study'
  | 'declining'
  | 'low-score-email'
  | 'low-score-task'
  | 'milestone-1'
  | 'milestone-10'
  | 'milestone-100'
  | 'milestone-30-days'
  | 'more-seats'
  | 'quiet'
  | 'survey-30-days'
  | 'survey-activation'

/** What a rule says; `label` is its button's. */
interface Words {
  readonly title: string
  readonly body: string
  readonly label?: string
}

export interface DefaultNudgesOptions<ActionName extends string = string> {
  /** The place in the host app in which they show. */
  readonly slot: string
  /** Makes the two that are sent too, and says whom the task is about. @defaultValue none is sent */
  readonly webhooks?: 'user' | 'account'
  /** Other words, by id; what is left out stays. */
  readonly texts?: { readonly [Id in DefaultNudgeId<ActionName>]?: Partial<Words> }
}

/** What the rules are made of: a whole model is one. */
interface Source<ActionName extends string> {
  readonly form?: 'points'
  readonly actions: Readonly<Record<ActionName, ActionInput>>
  readonly activation?: ActivationInput<NoInfer<ActionName>>
}

/** A rule that `defaultNudges` made. */
export type DefaultNudge<ActionName extends string = string> = NudgeInput<ActionName, never, never> & {
  readonly id: DefaultNudgeId<ActionName>
}

const LOW = { score: { below: 40 } } as const
const HIGH = { score: { above: 80 } } as const
const MILESTONES = [1, 10, 100] as const
/** What a condition can ask for beside the score. */
const MOST_COUNTS = 99
/** So many things fit into a letter. */
const MOST_IN_EMAIL = 20
/** Whoever is here for longer is not asked how they began. */
const NEW_DAYS = 91

/**
 * The rules to start from, for a model of either form: they name its actions alone, no dimension and no band. It is a list like
 * any other: add to it, filter it by id. The README has a line for each; ids stay.
 */
export function defaultNudges<const ActionName extends string>(
  { form, actions, activation }: Source<ActionName>,
  { slot, webhooks, texts = {} }: DefaultNudgesOptions<NoInfer<ActionName>>,
): DefaultNudge<ActionName>[] {
  const said: Readonly<Partial<Record<string, Partial<Words>>>> = texts
  const valued = (Object.entries(actions) as [ActionName, ActionInput][]).filter(([, { passive }]) => !passive)
  const labelOf = (action: ActionName): string => actions[action].label ?? inWords(action)
  const steps = activation?.actions ?? []
  // What shows that somebody got what they came for.
  const value = steps.at(-1) ?? valued[0]?.[0]

  function banner(
    id: DefaultNudgeId<ActionName>,
    when: Condition<ActionName, never, never>,
    words: Words,
    {
      event,
      ...more
    }: Pick<AppNudgeInput<ActionName>, 'data' | 'goal' | 'priority'> & { readonly event?: string } = {},
  ): DefaultNudge<ActionName> {
    const { label, ...rest } = { ...words, ...said[id] }
    const action = event !== undefined && label !== undefined ? { action: { label, event } } : {}
    return { id, deliver: 'app', slot, kind: 'banner', when, ...rest, ...action, ...more }
  }
  const walkthrough = (action: ActionName, priority: number) => ({
    goal: { action, withinDays: 14 },
    priority,
    event: 'walkthrough',
    data: { walkthrough: action },
  })
  const survey = (about: string) => ({ event: 'survey', data: { survey: about } })

  // Of actions that share a feature the first leads to it; where a property says which it is, each action leads to its own.
  const unused = valued.flatMap(([action, { feature }]) => {
    if (feature === undefined) return []
    const same = valued.filter(([name, other]) =>
      typeof feature === 'string' ? other.feature === feature : name === action,
    )
    const leads = same[0]?.[0] === action && same.length <= MOST_COUNTS
    return leads ? [{ action, never: same.map(([name]) => ({ count: name, below: 1 })) }] : []
  })

  return [
    ...steps.map((action) => {
      const words = {
        title: labelOf(action),
        body: 'The next step to what others come back for.',
        label: 'Show me how',
      }
      return banner(`activate-${action}`, { activation: { next: action } }, words, walkthrough(action, 2))
    }),
    ...(steps.length === 0
      ? []
      : [
          banner(
            'survey-activation',
            { all: [{ activation: 'complete' }, { daysKnown: { below: NEW_DAYS } }] },
            { title: 'How was the start?', body: 'Two questions, one minute.', label: 'Answer' },
            survey('activation'),
          ),
        ]),

    ...unused.map(({ action, never }) => {
      const words = { title: labelOf(action), body: 'You have not tried this yet.', label: 'Show me how' }
      return banner(`try-${action}`, { all: [LOW, ...never] }, words, walkthrough(action, 1))
    }),
    ...(webhooks === undefined ? [] : toSend(webhooks, unused.slice(0, MOST_IN_EMAIL), said)),
    banner(
      'declining',
      form === 'points' ? { change: { below: -10 } } : { trend: 'declining' },
      {
        title: 'Is something in your way?',
        body: 'You did more here a month ago. Tell us what changed.',
        label: 'Tell us',
      },
      { event: 'feedback', priority: 1 },
    ),
    ...(value === undefined
      ? []
      : [
          banner(
            'quiet',
            { trend: 'quiet' },
            { title: 'Good to see you again', body: 'Pick up where you left off.' },
            // Who is quiet after three days may have done it a week ago: by seven days it would be reached.
            { goal: { action: value, withinDays: 1 }, priority: 1 },
          ),
        ]),

    banner(
      'beta',
      HIGH,
      { title: 'See it first', body: 'Try what comes next, before others do.', label: 'Join the beta' },
      { event: 'beta' },
    ),
    banner(
      'more-seats',
      { all: [HIGH, { ...HIGH, of: 'account' }] },
      {
        title: 'Bring the others in',
        body: 'Your team gets a lot out of this. More of you could.',
        label: 'Add seats',
      },
      { event: 'seats' },
    ),
    banner(
      'case-study',
      HIGH,
      { title: 'Tell your story', body: 'Others would like to hear how you work.', label: 'Tell it' },
      { event: 'case-study' },
    ),

    banner(
      'survey-30-days',
      { activeDays: { atLeast: 30 } },
      { title: 'How is it going?', body: 'Two questions, one minute.', label: 'Answer' },
      survey('30-days'),
    ),
    banner(
      'milestone-30-days',
      { activeDays: { atLeast: 30, below: 60 } },
      { title: '30 days', body: 'You have worked here on 30 days.' },
    ),
    ...(value === undefined
      ? []
      : MILESTONES.map((times) =>
          banner(
            `milestone-${times}`,
            { count: value, atLeast: times, below: 2 * times },
            { title: times === 1 ? 'The first one' : `${times} times`, body: `${labelOf(value)}: done.` },
          ),
        )),
  ]
}

/** An e-mail to whom the score is of about what they have not used, and a task for whoever looks after them. */
function toSend<ActionName extends string>(
  about: 'user' | 'account',
  unused: readonly { readonly action: ActionName; readonly never: readonly Condition<ActionName, never, never>[] }[],
  said: Readonly<Partial<Record<string, Partial<Words>>>>,
): DefaultNudge<ActionName>[] {
  const email = { title: 'What you have not tried yet', body: 'A few things that others get a lot out of.' }
  const task = { title: 'Ask what they came for', body: 'Their score fell below 40.' }
  let counts = 0
  const asked = unused.filter(({ never }) => (counts += never.length) <= MOST_COUNTS)
  return [
    ...(asked.length === 0
      ? []
      : [
          {
            id: 'low-score-email',
            deliver: 'webhook',
            when: { all: [LOW, { any: asked.map(({ never }) => ({ all: never })) }] },
            data: { email: { ...email, ...said['low-score-email'] }, walkthroughs: asked.map(({ action }) => action) },
          } as const,
        ]),
    {
      id: 'low-score-task',
      deliver: 'webhook',
      about,
      when: LOW,
      dueInBusinessDays: 5,
      data: { task: { ...task, ...said['low-score-task'] } },
    },
  ]
}
