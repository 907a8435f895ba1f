import type { Theme } from 'vitepress';
import Default from 'vitepress/theme-without-fonts';

import './tokens.css';
import './style.css';

export default { extends: Default } satisfies Theme;
