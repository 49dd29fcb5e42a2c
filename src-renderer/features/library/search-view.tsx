/** The library's search: one field, filters, results in groups. Without a query it says what this is for. */
import './library.css'
import { useEffect, useMemo, useState } from 'react'
import { diagnosisText } from '../../../src-shared/text/diagnosis.ts'
import { libraryText } from '../../../src-shared/text/library.ts'
import { ociText } from '../../../src-shared/text/oci.ts'
import { addressOf } from '../../app/address.ts'
import { readCommandInput } from '../../app/commands.ts'
import { askDoctor } from '../../app/doctor-request.ts'
import { askToPull } from '../../app/pull-request.ts'
import { addQuery, useQueryValue } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { FilterChip, ToggleChip } from '../../components/chip.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SearchField } from '../../components/field.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { ThinBar } from '../../components/thin-bar.tsx'
import { TokenNotice } from '../../components/token-notice.tsx'
import { Toolbar, ViewHead } from '../../components/view-head.tsx'
import { shortestQuery, wordsOfReference } from './library-view.ts'
import { hubHost, RegistryList, registryName } from './registry-list.tsx'
import { RepositoryTags } from './repository-tags.tsx'
import { resultRows } from './result-rows.ts'
import { ResultsTable } from './results-table.tsx'
import { useImagesLike, useKeys, useRemotes } from './use-library-facts.ts'

/** So long typing rests before the library is asked. */
const restMs = 300

const architectures = ['amd64', 'arm64', '386', 'ppc64le', 's390x', 'riscv64', 'arm'] as const
const everywhere = 'everywhere'
const anyReference = { reference: '', architecture: null, remote: null } as const

/** The query of the address, with what is being typed before it gets there. */
function useTypedQuery(): readonly [typed: string, query: string, type: (text: string) => void, submit: () => void] {
  const [query, setQuery] = useQueryValue('q')
  const [typed, setTyped] = useState(query ?? '')
  useEffect(() => setTyped(query ?? ''), [query])
  useEffect(() => {
    if (typed === (query ?? '')) return undefined
    const timer = setTimeout(() => setQuery(typed.trim() === '' ? null : typed), restMs)
    return () => clearTimeout(timer)
  }, [typed, query, setQuery])
  return [typed, (query ?? '').trim(), setTyped, () => setQuery(typed)]
}

function Landing() {
  const { active, isKnown } = useRemotes()
  if (isKnown && active === null) {
    return (
      <EmptyState
        title={libraryText.landingNoRemote}
        text={libraryText.landingNoRemoteText}
        action={<LinkButton href={addressOf.settings('accounts')}>{libraryText.openAccounts}</LinkButton>}
      />
    )
  }
  return (
    <EmptyState
      title={libraryText.landingTitle}
      text={libraryText.landingText(active?.name ?? libraryText.theLibrary)}
      action={
        <Button icon="pull" onPress={() => askToPull(anyReference)}>
          {libraryText.pullByReference}
        </Button>
      }
    />
  )
}

/** A registry among the sources is told from a remote of the same name. */
const registryPrefix = 'registry/'

export function SearchView() {
  const [typed, query, type, submit] = useTypedQuery()
  const [registry] = useQueryValue('registry')
  const [repository] = useQueryValue('repository')
  const { value: registries } = useCall('oci.registries', {}, { refetchOn: ['oci.changed'] })
  const [remote] = useQueryValue('remote')
  const [architecture, setArchitecture] = useQueryValue('arch')
  const [signed, setSigned] = useQueryValue('signed')
  const { libraries, active } = useRemotes()
  const reference = readCommandInput(query).kind === 'reference' ? query : null
  const words = reference === null ? query : wordsOfReference(reference)
  const letters = [...words].length
  const isAskable = registry === null && letters >= shortestQuery
  const { value, error, isLoading, isRefreshing, reload } = useCall(
    'library.search',
    isAskable
      ? {
          query: words,
          signedOnly: signed !== null,
          ...(architecture === null ? {} : { architecture }),
          ...(remote === everywhere ? { everywhere: true } : remote === null ? {} : { remote }),
        }
      : null,
    { refetchOn: ['remotes.changed'] },
  )
  const keys = useKeys()
  const images = useImagesLike(isAskable ? words : null)
  const found = isAskable ? value : null
  const results = useMemo(() => (found === null ? null : resultRows(found)), [found])
  const isFiltered = architecture !== null || signed !== null
  const dropFilters = (): void => {
    setArchitecture(null)
    setSigned(null)
  }
  const names = libraries.map(({ name }) => name)
  const hosts = [...new Set([...(registries ?? []).map(({ host }) => host), ...(registry === null ? [] : [registry])])]
  const sources = [
    ...names.map((name) => ({ value: name, label: name })),
    ...(names.length > 1 ? [{ value: everywhere, label: libraryText.allRemotes }] : []),
    { value: `${registryPrefix}${hubHost}`, label: ociText.hub },
    ...hosts.filter((host) => host !== hubHost).map((host) => ({ value: `${registryPrefix}${host}`, label: host })),
  ]
  const asked = remote === null ? active : (libraries.find(({ name }) => name === remote) ?? null)
  const chosenSource = registry === null ? (remote ?? active?.name ?? '') : `${registryPrefix}${registry}`
  const choose = (source: string | undefined): void => {
    const host = source?.startsWith(registryPrefix) ? source.slice(registryPrefix.length) : null
    const name = host !== null || source === undefined || source === active?.name ? null : source
    addQuery({ remote: name, registry: host, repository: null, ...(host === null ? {} : { signed: null }) })
  }
  if (registry !== null && repository !== null)
    return <RepositoryTags key={`${registry}/${repository}`} host={registry} repository={repository} />

  return (
    <>
      <ViewHead
        title={libraryText.title}
        {...(results === null || !isAskable ? {} : { note: libraryText.resultsFor(results.count, words) })}
        actions={
          <Button icon="pull" onPress={() => askToPull(anyReference)}>
            {libraryText.pullByReference}
          </Button>
        }
      />
      <Toolbar label={libraryText.filters}>
        <div className="library-search">
          <SearchField
            label={registry === null ? libraryText.searchField : ociText.searchField(registryName(registry))}
            placeholder={registry === null ? libraryText.searchPlaceholder : ociText.searchPlaceholder}
            value={typed}
            onChange={type}
            onSubmit={submit}
            autoFocus={query === ''}
          />
        </div>
        <FilterChip
          label={libraryText.sourceChip}
          mode="one"
          choices={sources}
          chosen={[chosenSource]}
          onChange={([source]) => choose(source)}
        />
        {(registry === null || registry === hubHost) && (
          <FilterChip
            label={libraryText.architectureChip}
            choices={architectures.map((name) => ({ value: name, label: name }))}
            chosen={architectures.filter((name) => name === architecture)}
            onChange={(chosen) => setArchitecture(chosen.find((name) => name !== architecture) ?? null)}
          />
        )}
        {registry === null && (
          <ToggleChip isOn={signed !== null} onChange={(isOn) => setSigned(isOn ? 'only' : null)}>
            {libraryText.signedOnly}
          </ToggleChip>
        )}
      </Toolbar>
      <div className="library-list">
        <ThinBar isOn={isAskable && isRefreshing} />
        {registry === null && asked !== null && <TokenNotice remote={asked} href={addressOf.signIn(asked.name)} />}
        {registry !== null ? (
          <RegistryList host={registry} words={query} architecture={architecture} />
        ) : letters === 0 ? (
          <Landing />
        ) : !isAskable ? (
          <EmptyState isPlain title={libraryText.tooShort(letters)} text={libraryText.tooShortText} />
        ) : isLoading ? (
          <SkeletonRows />
        ) : error !== null && results === null ? (
          <ErrorState error={error} title={libraryText.searchFailed} onRetry={reload} />
        ) : (
          results !== null && (
            <>
              {error !== null && (
                <SourceNotice
                  kind={error.kind === 'offline' ? 'offline' : 'failed'}
                  title={error.message}
                  action={<Button onPress={reload}>{libraryText.retry}</Button>}
                />
              )}
              {reference !== null && (
                <SourceNotice
                  kind="information"
                  title={libraryText.thatIsReference}
                  action={
                    <Button icon="pull" onPress={() => askToPull({ reference, architecture: null, remote: null })}>
                      {libraryText.pull}
                    </Button>
                  }
                />
              )}
              {found?.failed.map((source) => (
                <SourceNotice
                  key={source.remote}
                  kind="failed"
                  title={libraryText.sourceFailed(source.remote)}
                  text={source.message}
                  action={
                    <span className="line">
                      <Button onPress={() => askDoctor({ kind: 'remote', name: source.remote })}>
                        {diagnosisText.test}
                      </Button>
                      <Button onPress={reload}>{libraryText.retry}</Button>
                    </span>
                  }
                />
              ))}
              {results.count === 0 ? (
                <EmptyState
                  isPlain
                  title={libraryText.nothingFound(words)}
                  text={isFiltered ? libraryText.nothingFoundFiltered : libraryText.nothingFoundText}
                  {...(isFiltered ? { action: <Button onPress={dropFilters}>{libraryText.dropFilters}</Button> } : {})}
                />
              ) : (
                <ResultsTable results={results} keys={keys} images={images} activeRemote={active?.name ?? null} />
              )}
            </>
          )
        )}
      </div>
    </>
  )
}
