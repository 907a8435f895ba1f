import type { home as en } from '../en/home';

/** 直播列表。 */
export const home: typeof en = {
  title: '正在直播',
  search: '搜索房间',
  searchHint: '房间号或名称',
  clearSearch: '清除搜索',
  found: (n) => `${n} 个房间`,
  watching: (n) => `${n} 人在看`,
  liveSince: (time) => `${time} 开播`,
  noPreview: '暂无预览图',
  noPicture: '还没有画面',
  emptyTitle: '还没有人开播',
  emptyText: '来做第一个。填个名字，点一下就能开播。',
  signedInOnly: '这个服务器只接待已登录的用户。入口是应用自己的服务器给你的链接。',
  noMatchTitle: '没有找到正在直播的房间',
  noMatchText: (query) => `正在直播的房间里，号码和名称都没有“${query}”。`,
  openRoom: (room) => `打开房间 ${room}`,
  recent: '最近去过',
  forgetRecent: '清空',
  recentLabel: (title) => `再次打开 ${title}`,
  errorTitle: '直播列表没有加载出来',
};
