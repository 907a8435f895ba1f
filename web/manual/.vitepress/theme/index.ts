import type { Theme } from 'vitepress';
import Default from 'vitepress/theme-without-fonts';
import { h } from 'vue';

import { NotFound } from './not-found.js';
import './tokens.css';
import './style.css';

export default {
  extends: Default,
  Layout: () => h(Default.Layout, null, { 'not-found': () => h(NotFound) }),
} satisfies Theme;
