import type { watch as en } from '../en/watch';

/** 观众的页面。 */
export const watch: typeof en = {
  soundOn: '打开声音',
  soundOff: '关闭声音',
  volume: '音量',
  quality: '清晰度',
  qualityAuto: '自动',
  qualityMedium: '标清',
  qualityLow: '省流量',
  qualityHint: '这是上限。网络不好时会更低。',

  raiseHand: '申请上台',
  checkTitle: '上台之前',
  checkText: '看看画面，试试声音。主播会看到你的申请。',
  ask: '向主播申请',
  place: (ordinal) => `排在${ordinal}`,
  waiting: '主播已收到你的申请。',
  cancelRequest: '取消',
  refused: '主播说：现在不方便。',
  goingOn: '马上上台',
  leaveStage: '下台',
  takenOff: '你回到了观众席。',

  invitedTitle: (host) => `${host} 邀请你上台`,
  invitedText: '大家会看到你、听到你。先看看画面，试试声音。',
  inviteAccept: '上台',
  inviteRefuse: '先不了',

  awayTitle: (host) => `${host} 马上回来`,
  awayLinkText: '主播的连接断开了。请留在这里，画面会自己回来。',
  awayText: '主播暂时离开。请留在这里，画面会自己回来。',
  waitTitle: '画面马上就来',
  waitText: '主播还没有打开摄像头或屏幕。',
  soundOnlyText: '你在听主播的声音，现在没有画面。',

  roomMissingText: (room) => `房间 ${room} 现在没有直播。`,

  leave: '离开房间',
};
