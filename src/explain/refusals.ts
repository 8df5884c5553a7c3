import type { Problem } from '../scenario/scenario';
import type { LabProblem, LabProblemCode } from '../witness/lab';
import { explainProblem } from './problems';
import { clip, type Rich, rich } from './rich';

const WORDS: { readonly [C in LabProblemCode]: (detail: string) => Rich } = {
  'page-file': () => [
    'A page from the disk can only be opened there: no server can play it. Put the page on a server.',
  ],
  port: (detail) => rich`Nothing can listen at port ${detail}. Ports go from ${1} to ${65535}.`,
  'page-port': (detail) =>
    rich`Browsers open no page from port ${detail}: it belongs to another protocol. Give the page another port.`,
  'too-many-sites': (detail) => [
    `This takes more sites than the lab has: ${detail}. Fewer servers, or some of one site, can be played.`,
  ],
  'too-many-origins': (detail) => [
    `This takes more origins of one site than the lab has: ${detail}. Fewer ports or subdomains can be played.`,
  ],
  'needs-https': () => ['This takes HTTPS, and this lab has none.'],
  'mixed-content': () => [
    'Here a page on HTTPS asks for plain HTTP. On this machine browsers trust plain HTTP, so it would not be stopped as it is elsewhere.',
  ],
  'local-network': () => [
    'Here a page asks for something nearer than itself. On this machine everything is equally near, so the browser would ask nobody.',
  ],
  'blocked-by-the-client': () => ['An ad blocker sits in the browser: no server can play it.'],
  'third-party-cookies': () => [
    'This is a setting of the browser, which no page can make. Set it to allowed here, or block them in the browser and compare by eye.',
  ],
  'host-cookie': (detail) =>
    rich`A cookie whose name starts with ${'__Host-'} is for every path of its host, so it would reach whatever else runs on this machine: ${clip(detail)}.`,
  'clear-site-data': () =>
    rich`${'Clear-Site-Data'} would clear what other servers on this machine have stored in the browser.`,
  'javascript-url': () => rich`A ${'javascript:'} URL is code, and the lab runs nobody’s code.`,
  'head-too-long': (detail) => [
    `These are more bytes of header lines than servers and browsers take. The lab plays up to ${detail}.`,
  ],
  location: (detail) =>
    rich`This location leads elsewhere from one path than from another, so the lab cannot move it: ${clip(detail)}. Write it as a whole URL.`,
  'form-again': () => ['A form leaves the page when it is sent, so the page cannot send it twice.'],
  'lab-origin': (detail) =>
    rich`This text names ${clip(detail)}, which the lab needs for another origin. Use another port.`,
};

/** Words for why the lab cannot play a scenario, and what it could play. */
export function explainRefusal(problem: Problem | LabProblem): Rich {
  return isOfTheLab(problem) ? WORDS[problem.code](problem.detail) : explainProblem(problem);
}

function isOfTheLab(problem: Problem | LabProblem): problem is LabProblem {
  return problem.code in WORDS;
}
