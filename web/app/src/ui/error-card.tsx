import { BookOpen, CircleAlert, ClipboardCopy } from 'lucide-preact';
import { Ilive, type IliveError } from '@ilive/client';
import type { ComponentChildren } from 'preact';
import { t } from '../i18n';
import { givenTicket } from '../session/session';
import { Button } from './button';
import { copyText } from './copy';
import { Dialog } from './dialog';
import { diagnosticsOf, shownFailure, type Failure } from './errors';
import { problemFor } from './problem-of';
import './error-card.css';

interface ErrorCardProps {
  failure: Failure;
  /** In place of the code's own title. */
  title?: string;
  /** What the words for the error cannot know of this place. */
  note?: string;
  level?: 'h1' | 'h2';
  /** What a person can do here, beside copying. */
  actions?: ComponentChildren;
}

/** What happened and what to do, in a person's words; then code, reason and trace, for those who are asked for help. */
export function ErrorCard({ failure, title, note, level: Heading = 'h2', actions }: ErrorCardProps) {
  return (
    <section class="error-card" role="alert">
      <div class="error-card-icon"><CircleAlert size={24} aria-hidden="true" /></div>
      <div class="error-card-body">
        <Heading class="error-card-title">{title ?? titleOf(failure)}</Heading>
        {note !== undefined && <p>{note}</p>}
        <ErrorBody failure={failure} />
        <div class="error-card-actions">
          {actions}
          <CopyDiagnostics failure={failure} />
        </div>
      </div>
    </section>
  );
}

/** Failures of buttons, over whatever page is there. */
export function ErrorDialog() {
  const failure = shownFailure.value;
  if (failure === null) return null;
  const close = () => (shownFailure.value = null);
  const actions = (
    <>
      <CopyDiagnostics failure={failure} />
      <Button kind="primary" onClick={close}>{t().common.close}</Button>
    </>
  );
  return (
    <Dialog title={titleOf(failure)} onClose={close} actions={actions}>
      <div class="error-card-body" role="alert"><ErrorBody failure={failure} /></div>
    </Dialog>
  );
}

function titleOf(failure: Failure): string {
  return failure.kind === 'ilive' ? problemText(failure.error).title : t().errors.title;
}

/** What a person is told of an error of the contract. */
export function problemText(error: IliveError): { title: string; text: string } {
  return t().problems[problemFor(error, givenTicket() === undefined)];
}

function ErrorBody({ failure }: { failure: Failure }) {
  const words = t().errors;
  if (failure.kind === 'other') {
    return (
      <>
        <p>{words.unknown}</p>
        <p class="mono small error-card-raw">{failure.text}</p>
      </>
    );
  }
  const { error } = failure;
  return (
    <>
      <p>{problemText(error).text}</p>
      <dl class="error-card-facts tiny">
        <Fact name={words.code}>
          <span class="num">{error.code}</span> <span class="mono">{error.name}</span>
        </Fact>
        {error.subReason !== '' && <Fact name={words.reason}><span class="mono">{error.subReason}</span></Fact>}
        {error.traceId !== '' && <Fact name={words.trace}><span class="mono">{error.traceId}</span></Fact>}
      </dl>
      <ManualLink error={error} />
    </>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** To the manual's page of a code. */
export function ManualLink({ error: { docUrl, code } }: { error: IliveError }) {
  return (
    <a class="error-card-manual small" href={docUrl} target="_blank" rel="noreferrer">
      <BookOpen size={16} aria-hidden="true" />
      {t().errors.manualOf(code)}
    </a>
  );
}

/** What a report needs, for the clipboard. */
export function CopyDiagnostics({ failure }: { failure: Failure }) {
  const copy = () => {
    const page = { path: location.pathname, agent: navigator.userAgent, at: new Date(), version: Ilive.version };
    void copyText(diagnosticsOf(failure, page), t().errors.diagnosticsCopied);
  };
  return <Button icon={ClipboardCopy} onClick={copy}>{t().errors.copyDiagnostics}</Button>;
}
