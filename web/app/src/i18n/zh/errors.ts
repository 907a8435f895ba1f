import type { errors as en } from '../en/errors';

/** 错误卡片上的文字；含义和办法来自错误码表。 */
export const errors: typeof en = {
  title: '出了点问题',
  why: '这是什么意思',
  fix: '怎么办',
  code: '错误码',
  reason: '原因',
  trace: '追踪号',
  copyDiagnostics: '复制诊断信息',
  diagnosticsCopied: '已复制诊断信息',
  manual: '手册页面',
  manualOf: (code) => `错误码 ${code} 的手册页面`,
  watchRoom: (room) => `观看房间 ${room}`,
  newGuest: '以访客身份继续',
  signIn: '这个服务器只接待已登录的用户。入口是应用自己的服务器给你的链接，请打开那个链接。',
  unknown: '这个错误没有错误码。浏览器说：',
  storage: '本页把访客账号保存在标签页里。请允许网站数据，然后再试一次。',
};
