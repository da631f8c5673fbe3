import DefaultTheme from 'vitepress/theme';

import NetworkTour from './network-tour.vue';

// eslint-disable-next-line import/no-default-export -- VitePress takes nothing else
export default {
  ...DefaultTheme,
  enhanceApp: ({ app }: { app: { component(name: string, component: unknown): void } }) => app.component('NetworkTour', NetworkTour),
};
