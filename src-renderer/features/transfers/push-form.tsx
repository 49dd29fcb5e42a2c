/** The questions of the push sheet: where to, what it is, and what will be there afterwards. */
import { ListBox, ListBoxItem } from 'react-aria-components'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { PushPlan } from '../../../src-shared/model/push.ts'
import { pushText as text } from '../../../src-shared/text/push.ts'
import { addressOf } from '../../app/address.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { TokenNotice } from '../../components/token-notice.tsx'
import { VerdictBanner } from '../../components/verdict-banner.tsx'
import { obstacleOf, type PushSuggestion, plannedParts } from './push-view.ts'

export interface PushFormProps {
  readonly reference: string
  readonly onReference: (reference: string) => void
  readonly description: string
  readonly onDescription: (description: string) => void
  readonly suggestions: readonly PushSuggestion[]
  readonly plan: PushPlan | null
  readonly isAsking: boolean
  readonly error: AppError | null
  readonly onSign: () => void
  readonly onLogIn: () => void
  readonly onRetry: () => void
}

function Afterwards({ plan }: { readonly plan: PushPlan }) {
  return (
    <section aria-label={text.afterwards}>
      <h3>{text.afterwards}</h3>
      <ul className="push-parts">
        {plannedParts(plan).map(({ key, icon, name, note, change }) => (
          <li key={key}>
            <Icon name={icon} />
            <code className="cut" title={name}>
              {name}
            </code>
            <span className="quiet cut" title={note}>
              {note}
            </span>
            {change !== null && <span className="tag">{change}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Obstacle({ plan, onSign, onLogIn }: Pick<PushFormProps, 'onSign' | 'onLogIn'> & { readonly plan: PushPlan }) {
  const { verdict, sentence } = plan.file
  switch (obstacleOf(plan)) {
    case 'notLoggedIn':
      return (
        <SourceNotice
          kind="information"
          title={text.notLoggedIn(plan.remote)}
          action={<Button onPress={onLogIn}>{text.logIn}</Button>}
        />
      )
    case 'changed':
      return <VerdictBanner form="line" verdict="changed" sentence={text.changed} />
    case 'notSigned':
      return (
        <VerdictBanner
          form="line"
          verdict={verdict ?? 'notSigned'}
          sentence={verdict === 'notSigned' || sentence === null ? text.unsigned : text.unsure(sentence)}
          action={
            <Button icon="sign" onPress={onSign}>
              {text.signFirst}
            </Button>
          }
        />
      )
    case 'noRoom':
      return plan.quota === null ? null : (
        <SourceNotice kind="failed" title={text.noRoom(plan.file.sizeBytes, plan.quota)} />
      )
    case null:
      return verdict === null ? <p className="quiet small">{text.uncheckedNote}</p> : null
  }
}

export function PushForm(props: PushFormProps) {
  const { reference, onReference, suggestions, plan, isAsking, error } = props
  const { value: remotes } = useCall('remotes.list', {}, { refetchOn: ['remotes.changed'] })
  const remote = remotes?.find(({ name }) => name === plan?.remote) ?? null
  return (
    <div className="push-form">
      <div>
        <Field
          label={text.to}
          value={reference}
          onChange={onReference}
          placeholder={text.placeholder}
          icon="push"
          isCode
          autoFocus
        />
        {suggestions.length > 0 && (
          <ListBox
            className="push-suggestions"
            aria-label={text.suggestions}
            items={suggestions.map((suggestion) => ({ ...suggestion, id: suggestion.reference }))}
            onAction={(key) => onReference(String(key))}
          >
            {({ reference: offered, icon, note }) => (
              <ListBoxItem className="push-suggestion" textValue={`${offered} ${note}`}>
                <Icon name={icon} />
                <code className="cut">{offered.replace(/^library:\/\//, '')}</code>
                <span className="quiet cut">{note}</span>
              </ListBoxItem>
            )}
          </ListBox>
        )}
      </div>
      <Field
        label={text.description}
        value={props.description}
        onChange={props.onDescription}
        help={text.descriptionHint}
      />
      <ErrorNotice
        error={error}
        action={error?.kind === 'offline' && <Button onPress={props.onRetry}>{text.retry}</Button>}
      />
      {plan === null && isAsking && error === null && (
        <div role="status" aria-label={text.asking}>
          <SkeletonRows />
        </div>
      )}
      {plan !== null && (
        <>
          <TokenNotice remote={remote} href={addressOf.signIn(plan.remote)} />
          <Afterwards plan={plan} />
          <Obstacle plan={plan} onSign={props.onSign} onLogIn={props.onLogIn} />
        </>
      )}
    </div>
  )
}
