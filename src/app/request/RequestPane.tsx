import type { BodyKind, Initiator } from '../../engine/initiator';
import { serializeOrigin } from '../../engine/origin';
import { PROFILES as BROWSERS } from '../../engine/profile';
import { MADE_WITH } from '../../explain/rules';
import { clientOf } from '../../scenario/page';
import { useStore } from '../../store/store';
import { edit } from '../ui/control';
import { Disclosure } from '../ui/Disclosure';
import { Choice, SelectField, TextAreaField, TextField, Toggle } from '../ui/Field';
import { RichText } from '../ui/RichText';
import { Cell, Rows } from '../ui/Rows';
import { EarlierRequest } from './EarlierRequest';
import { withBodyKind, withInitiator } from './edit';
import { PreflightLine } from './PreflightLine';
import styles from './request.module.css';
import { Snippet } from './Snippet';
import {
  bodyOptions,
  EMBEDDER_POLICIES,
  hasField,
  LOCAL_NETWORK,
  mediaUses,
  PAGE_KINDS,
  PROFILES,
  REFERRER_POLICIES,
  REQUEST,
  THIRD_PARTY,
  whoAsks,
} from './words';

/** The left pane: the page, and the request it makes. */
export function RequestPane() {
  return (
    <div className={styles.pane}>
      <header className={styles.head}>
        <h2 className={styles.title}>{REQUEST.title}</h2>
        <WhoAsks />
      </header>
      <HowItIsMade />
      <Snippet />
      <RequestParts />
      <PreflightLine />
      <PageFields />
      <div className={styles.more}>
        <MorePage />
        <Cookies />
        <Browser />
        <Earlier />
      </div>
    </div>
  );
}

function WhoAsks() {
  const page = useStore((state) => state.draft.page);
  const client = clientOf(page);
  return (
    <p className={styles.who}>
      {client !== null && <RichText text={whoAsks(page.kind, serializeOrigin(client.origin))} />}
    </p>
  );
}

/** What gives the code its shape: the way the request is made, and the kind of its body or what it is used for. */
function HowItIsMade() {
  const initiator = useStore((state) => state.draft.request.initiator);
  return (
    <div className={styles.made}>
      <Choice
        path="request.initiator"
        label={REQUEST.madeWith}
        options={MADE_WITH}
        value={initiator}
        onChoose={(chosen) => edit((draft) => withInitiator(draft, chosen as Initiator))}
      />
      {hasField(initiator, 'use') && (
        <SelectField path="request.use" label={REQUEST.use} options={mediaUses(initiator)} />
      )}
      {hasField(initiator, 'body') && <BodyKindField initiator={initiator} />}
    </div>
  );
}

function BodyKindField({ initiator }: { readonly initiator: Initiator }) {
  const kind = useStore((state) => state.draft.request.body.kind);
  const options = bodyOptions(initiator);
  // A kind that this initiator does not have stays in the list for as long as it is chosen.
  const shown = kind in options ? options : { ...options, [kind]: kind };
  return (
    <Choice
      path="request.body.kind"
      label={REQUEST.body}
      options={shown}
      value={kind}
      onChoose={(chosen) => edit((draft) => withBodyKind(draft, chosen as BodyKind))}
    />
  );
}

/** What the code has no literal for. */
function RequestParts() {
  const { initiator, body } = useStore((state) => state.draft.request);
  return (
    <>
      {initiator === 'form' && body.kind !== 'none' && (
        <TextAreaField path="request.body.text" label={REQUEST.formText} />
      )}
      {hasField(initiator, 'uploadListener') && (
        <Toggle path="request.uploadListener" label={REQUEST.uploadListener} />
      )}
    </>
  );
}

function PageFields() {
  const kind = useStore((state) => state.draft.page.kind);
  return (
    <>
      <SelectField path="page.kind" label={REQUEST.pageKind} options={PAGE_KINDS} term="opaque origin" />
      {(kind === 'document' || kind === 'sandbox') && (
        <TextField path="page.url" label={REQUEST.pageUrl} inputMode="url" term="origin" />
      )}
    </>
  );
}

function MorePage() {
  return (
    <Disclosure
      summary={REQUEST.morePage}
      covers={['page.referrerPolicy', 'page.embedderPolicy', 'page.framed']}
    >
      <SelectField path="page.referrerPolicy" label={REQUEST.referrerPolicy} options={REFERRER_POLICIES} />
      <SelectField path="page.embedderPolicy" label={REQUEST.embedderPolicy} options={EMBEDDER_POLICIES} />
      <Toggle path="page.framed" label={REQUEST.framed} />
    </Disclosure>
  );
}

function Cookies() {
  const count = useStore((state) => state.draft.cookies.length);
  const url = useStore((state) => state.draft.servers[0]?.origin ?? '');
  const apart = useStore(({ draft }) => BROWSERS[draft.browser.profile].thirdPartyCookies === 'partitioned');
  const cookies = useStore((state) => state.draft.cookies);
  return (
    <Disclosure summary={REQUEST.cookies} covers={['cookies']} note={String(count || '')}>
      <Rows
        path="cookies"
        label={REQUEST.cookies}
        labelled="unseen"
        rowLabel={REQUEST.cookie}
        addLabel={REQUEST.addCookie}
        blank={{ url: `${url}/`, cookie: 'session=1; Secure; SameSite=None' }}
      >
        {(path, index) => (
          <div className={styles.cookieRow}>
            <Cell path={`${path}.cookie`} label={REQUEST.cookieValue(index + 1)} placeholder="name=value" />
            <Cell
              path={`${path}.url`}
              label={REQUEST.cookieUrl(index + 1)}
              placeholder="https://bar.other/"
            />
            {(apart || cookies[index]?.fromPage === true) && (
              <Toggle path={`${path}.fromPage`} label={REQUEST.cookieFromPage(index + 1)} />
            )}
          </div>
        )}
      </Rows>
    </Disclosure>
  );
}

function Browser() {
  const profile = useStore((state) => state.draft.browser.profile);
  return (
    <Disclosure summary={REQUEST.browser} covers={['browser']} note={PROFILES[profile] ?? ''}>
      <SelectField path="browser.profile" label={REQUEST.profile} options={PROFILES} />
      <SelectField path="browser.thirdPartyCookies" label={REQUEST.thirdParty} options={THIRD_PARTY} />
      <SelectField path="browser.localNetwork" label={REQUEST.localNetwork} options={LOCAL_NETWORK} />
    </Disclosure>
  );
}

function Earlier() {
  const count = useStore((state) => state.draft.earlier.length);
  return (
    <Disclosure summary={REQUEST.earlier} covers={['earlier']} note={String(count || '')}>
      <Rows
        path="earlier"
        label={REQUEST.earlierHelp}
        rowLabel={REQUEST.earlierRow}
        addLabel={REQUEST.addEarlier}
        blank={60}
      >
        {(path, index) => <EarlierRequest path={path} index={index} />}
      </Rows>
    </Disclosure>
  );
}
