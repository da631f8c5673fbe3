import { defineConfig } from 'vitepress';

/** Pages in the order of the sidebar, with their titles in English and in Chinese. */
const pages = [
  ['start', 'Start in five minutes', '五分钟上手'],
  ['lecture', "The lecture's PyTorch, line by line", '逐行对照讲义里的 PyTorch'],
  ['resnet18', 'Understand ResNet-18', '读懂 ResNet-18'],
  ['placement', 'Where to put attention', '注意力放在哪里'],
  ['stages', 'Rates and stages, seen', '看得见的学习率与三个阶段'],
  ['checkpoint', 'Your own checkpoint', '用自己的权重'],
  ['own', 'Your own gate, data, recipe, …', '自己的门控、数据、配方……'],
  ['labels', 'Several labels, or numbers', '多标签与数值'],
  ['grad-cam', 'Grad-CAM on your own network', '给自己的网络画 Grad-CAM'],
  ['serve', 'Serve it', '对外提供服务'],
  ['deploy', 'Deploy it', '部署'],
  ['machines', 'Many machines', '多台机器'],
  ['speed', 'Speed and limits', '速度与限制'],
  ['troubleshooting', 'Troubleshooting', '排查问题'],
] as const;

const sidebar = (folder: string, title: 1 | 2) => pages.map((page) => ({ text: page[title], link: `${folder}/${page[0]}` }));

export default defineConfig({
  title: 'Attune',
  description: 'Attention-augmented fine-tuning on TensorFlow.js',
  base: process.env['ATTUNE_SITE_BASE'] ?? '/',
  head: [['link', { rel: 'icon', href: `${process.env['ATTUNE_SITE_BASE'] ?? '/'}playground/icon.svg` }]],
  cleanUrls: false, // any host of static files serves them
  ignoreDeadLinks: [/\/(?:reference|playground)\//u], // built beside, and checked once they are there
  locales: {
    root: {
      label: 'English',
      lang: 'en',
      themeConfig: {
        nav: [
          { text: 'Guide', link: '/guide/start' },
          { text: 'Playground', link: '/playground/index.html', target: '_self' },
          { text: 'Reference', link: '/reference/index.html', target: '_self' },
        ],
        sidebar: sidebar('/guide', 1),
      },
    },
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      description: '基于 TensorFlow.js 的注意力微调',
      themeConfig: {
        nav: [
          { text: '指南', link: '/zh/guide/start' },
          { text: '在线试用', link: '/playground/index.html', target: '_self' },
          { text: 'API 参考', link: '/reference/index.html', target: '_self' },
        ],
        sidebar: sidebar('/zh/guide', 2),
        outline: { label: '本页内容' },
        docFooter: { prev: '上一篇', next: '下一篇' },
        darkModeSwitchLabel: '外观',
        returnToTopLabel: '回到顶部',
        sidebarMenuLabel: '目录',
      },
    },
  },
  themeConfig: { search: { provider: 'local' } },
});
