/** Values for the templates of a definition: for this build, or written into its text. */
import { findTemplates, readDefaults } from '../../../../src-shared/definition/arguments.ts'
import { setArgumentDefault } from '../../../../src-shared/definition/edit/list-edit.ts'
import type { EditResult } from '../../../../src-shared/definition/edit/result.ts'
import { sliceOf } from '../../../../src-shared/definition/span.ts'
import { type DefinitionTree, sectionsNamed } from '../../../../src-shared/definition/tree.ts'
import { buildDefinitionText } from '../../../../src-shared/text/build-definition.ts'
import { Button } from '../../../components/button.tsx'
import { Field } from '../../../components/field.tsx'

export interface TemplateValue {
  readonly name: string
  /** The last default that a stage gives it; null without one. */
  readonly value: string | null
  /** The stage whose default it is, or the first that uses it. */
  readonly stageIndex: number
}

/** A form has room for as many. */
const mostShown = 40

/** All names that a definition has a default for or uses, in the order in which they appear. */
export function templateValues({ text, stages }: DefinitionTree): readonly TemplateValue[] {
  const found = new Map<string, TemplateValue>()
  for (const [stageIndex, stage] of stages.entries()) {
    const body = sectionsNamed(stage, 'arguments').map((section) => sliceOf(text, section.body))
    for (const [name, value] of readDefaults(body.join('\n'), 'apptainer').values) {
      if (/^\w+$/.test(name)) found.set(name, { name, value, stageIndex })
    }
    for (const { name } of findTemplates(text, stage.start, stage.end)) {
      if (!found.has(name)) found.set(name, { name, value: null, stageIndex })
    }
  }
  return [...found.values()].slice(0, mostShown)
}

export interface ArgumentPartProps {
  readonly values: readonly TemplateValue[]
  readonly given: Readonly<Record<string, string>>
  readonly onGive: (given: Readonly<Record<string, string>>) => void
  readonly text: () => string
  readonly onEdit: (result: EditResult) => void
}

function without(given: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(given).filter(([key]) => key !== name))
}

export function ArgumentPart({ values, given, onGive, text, onEdit }: ArgumentPartProps) {
  if (values.length === 0) return null
  return (
    <fieldset className="form-part argument-grid" aria-label={buildDefinitionText.arguments}>
      {values.map(({ name, value, stageIndex }) => {
        const own = given[name]
        const differs = own !== undefined && own !== value
        return (
          <div key={name}>
            <Field
              label={name}
              value={own ?? value ?? ''}
              onChange={(next) => onGive(next === value ? without(given, name) : { ...given, [name]: next })}
              problem={value === null && (own ?? '') === '' ? buildDefinitionText.argumentRequired : null}
            />
            {differs && value !== null && (
              <div className="small argument-own">
                <Button
                  variant="link"
                  label={`${name}: ${buildDefinitionText.makeDefault}`}
                  onPress={() => {
                    onEdit(setArgumentDefault(text(), stageIndex, name, own))
                    onGive(without(given, name))
                  }}
                >
                  {buildDefinitionText.makeDefault}
                </Button>
                <Button
                  variant="link"
                  label={`${name}: ${buildDefinitionText.backToDefault}`}
                  tooltip={buildDefinitionText.argumentDefault(value)}
                  onPress={() => onGive(without(given, name))}
                >
                  {buildDefinitionText.backToDefault}
                </Button>
              </div>
            )}
          </div>
        )
      })}
    </fieldset>
  )
}
