var ya=class{addEventListener(){}removeEventListener(){}dispatchEvent(){return!0}},Ma=class extends ya{},wa=class extends Ma{constructor(){super(...arguments),this.role=null}},vs=class{observe(){}unobserve(){}disconnect(){}},No={createElement:function(){return new Li.HTMLElement},createElementNS:function(){return new Li.HTMLElement},addEventListener(){},removeEventListener(){},dispatchEvent(t){return!1}},Li={ResizeObserver:vs,document:No,Node:Ma,Element:wa,HTMLElement:class extends wa{constructor(){super(...arguments),this.innerHTML=""}get content(){return new Li.DocumentFragment}},DocumentFragment:class extends ya{},customElements:{get:function(){},define:function(){},whenDefined:function(){}},localStorage:{getItem(t){return null},setItem(t,e){},removeItem(t){}},CustomEvent:function(){},getComputedStyle:function(){},navigator:{languages:[],get userAgent(){return""}},matchMedia(t){return{matches:!1,media:t}},DOMParser:class{parseFromString(e,i){return{body:{textContent:e}}}}},Ho="global"in globalThis&&globalThis?.global===globalThis||typeof window>"u"||typeof window.customElements>"u",Wo=Object.keys(Li).every(t=>t in globalThis),l=Ho&&!Wo?Li:globalThis,H=Ho&&!Wo?No:globalThis.document;var h={MEDIA_PLAY_REQUEST:"mediaplayrequest",MEDIA_PAUSE_REQUEST:"mediapauserequest",MEDIA_MUTE_REQUEST:"mediamuterequest",MEDIA_UNMUTE_REQUEST:"mediaunmuterequest",MEDIA_LOOP_REQUEST:"medialooprequest",MEDIA_VOLUME_REQUEST:"mediavolumerequest",MEDIA_SEEK_REQUEST:"mediaseekrequest",MEDIA_AIRPLAY_REQUEST:"mediaairplayrequest",MEDIA_ENTER_FULLSCREEN_REQUEST:"mediaenterfullscreenrequest",MEDIA_EXIT_FULLSCREEN_REQUEST:"mediaexitfullscreenrequest",MEDIA_PREVIEW_REQUEST:"mediapreviewrequest",MEDIA_ENTER_PIP_REQUEST:"mediaenterpiprequest",MEDIA_EXIT_PIP_REQUEST:"mediaexitpiprequest",MEDIA_ENTER_CAST_REQUEST:"mediaentercastrequest",MEDIA_EXIT_CAST_REQUEST:"mediaexitcastrequest",MEDIA_SHOW_TEXT_TRACKS_REQUEST:"mediashowtexttracksrequest",MEDIA_HIDE_TEXT_TRACKS_REQUEST:"mediahidetexttracksrequest",MEDIA_SHOW_SUBTITLES_REQUEST:"mediashowsubtitlesrequest",MEDIA_DISABLE_SUBTITLES_REQUEST:"mediadisablesubtitlesrequest",MEDIA_TOGGLE_SUBTITLES_REQUEST:"mediatogglesubtitlesrequest",MEDIA_PLAYBACK_RATE_REQUEST:"mediaplaybackraterequest",MEDIA_RENDITION_REQUEST:"mediarenditionrequest",MEDIA_AUDIO_TRACK_REQUEST:"mediaaudiotrackrequest",MEDIA_SEEK_TO_LIVE_REQUEST:"mediaseektoliverequest",REGISTER_MEDIA_STATE_RECEIVER:"registermediastatereceiver",UNREGISTER_MEDIA_STATE_RECEIVER:"unregistermediastatereceiver"},I={MEDIA_CHROME_ATTRIBUTES:"mediachromeattributes",MEDIA_CONTROLLER:"mediacontroller"},Es={MEDIA_AIRPLAY_UNAVAILABLE:"mediaAirplayUnavailable",MEDIA_AUDIO_TRACK_ENABLED:"mediaAudioTrackEnabled",MEDIA_AUDIO_TRACK_LIST:"mediaAudioTrackList",MEDIA_AUDIO_TRACK_UNAVAILABLE:"mediaAudioTrackUnavailable",MEDIA_BUFFERED:"mediaBuffered",MEDIA_CAST_UNAVAILABLE:"mediaCastUnavailable",MEDIA_CHAPTERS_CUES:"mediaChaptersCues",MEDIA_CURRENT_TIME:"mediaCurrentTime",MEDIA_DURATION:"mediaDuration",MEDIA_ENDED:"mediaEnded",MEDIA_ERROR:"mediaError",MEDIA_ERROR_CODE:"mediaErrorCode",MEDIA_ERROR_MESSAGE:"mediaErrorMessage",MEDIA_FULLSCREEN_UNAVAILABLE:"mediaFullscreenUnavailable",MEDIA_HAS_PLAYED:"mediaHasPlayed",MEDIA_HEIGHT:"mediaHeight",MEDIA_IS_AIRPLAYING:"mediaIsAirplaying",MEDIA_IS_CASTING:"mediaIsCasting",MEDIA_IS_FULLSCREEN:"mediaIsFullscreen",MEDIA_IS_PIP:"mediaIsPip",MEDIA_LOADING:"mediaLoading",MEDIA_MUTED:"mediaMuted",MEDIA_LOOP:"mediaLoop",MEDIA_PAUSED:"mediaPaused",MEDIA_PIP_UNAVAILABLE:"mediaPipUnavailable",MEDIA_PLAYBACK_RATE:"mediaPlaybackRate",MEDIA_PREVIEW_CHAPTER:"mediaPreviewChapter",MEDIA_PREVIEW_COORDS:"mediaPreviewCoords",MEDIA_PREVIEW_IMAGE:"mediaPreviewImage",MEDIA_PREVIEW_TIME:"mediaPreviewTime",MEDIA_RENDITION_LIST:"mediaRenditionList",MEDIA_RENDITION_SELECTED:"mediaRenditionSelected",MEDIA_RENDITION_UNAVAILABLE:"mediaRenditionUnavailable",MEDIA_SEEKABLE:"mediaSeekable",MEDIA_STREAM_TYPE:"mediaStreamType",MEDIA_SUBTITLES_LIST:"mediaSubtitlesList",MEDIA_SUBTITLES_SHOWING:"mediaSubtitlesShowing",MEDIA_TARGET_LIVE_WINDOW:"mediaTargetLiveWindow",MEDIA_TIME_IS_LIVE:"mediaTimeIsLive",MEDIA_VOLUME:"mediaVolume",MEDIA_VOLUME_LEVEL:"mediaVolumeLevel",MEDIA_VOLUME_UNAVAILABLE:"mediaVolumeUnavailable",MEDIA_LANG:"mediaLang",MEDIA_WIDTH:"mediaWidth"},Bo=Object.entries(Es),n=Bo.reduce((t,[e,i])=>(t[e]=i.toLowerCase(),t),{}),Xd={USER_INACTIVE_CHANGE:"userinactivechange",BREAKPOINTS_CHANGE:"breakpointchange",BREAKPOINTS_COMPUTED:"breakpointscomputed"},ft=Bo.reduce((t,[e,i])=>(t[e]=i.toLowerCase(),t),{...Xd}),ph=Object.entries(ft).reduce((t,[e,i])=>{let a=n[e];return a&&(t[i]=a),t},{userinactivechange:"userinactive"}),Fo=Object.entries(n).reduce((t,[e,i])=>{let a=ft[e];return a&&(t[i]=a),t},{userinactive:"userinactivechange"}),re={SUBTITLES:"subtitles",CAPTIONS:"captions",DESCRIPTIONS:"descriptions",CHAPTERS:"chapters",METADATA:"metadata"},je={DISABLED:"disabled",HIDDEN:"hidden",SHOWING:"showing"};var La={MOUSE:"mouse",PEN:"pen",TOUCH:"touch"},se={UNAVAILABLE:"unavailable",UNSUPPORTED:"unsupported"},le={LIVE:"live",ON_DEMAND:"on-demand",UNKNOWN:"unknown"};var $o={INLINE:"inline",FULLSCREEN:"fullscreen",PICTURE_IN_PICTURE:"picture-in-picture"};var Ko=new WeakMap,fs=t=>{let e=Ko.get(t);return e||Ko.set(t,e=new Set),e},Vo=new l.ResizeObserver(t=>{for(let e of t)for(let i of fs(e.target))i(e)});function Ge(t,e){fs(t).add(e),Vo.observe(t)}function qe(t,e){let i=fs(t);i.delete(e),i.size||Vo.unobserve(t)}function F(t){let e={};for(let i of t)e[i.name]=i.value;return e}function G(t){var e;return(e=Ra(t))!=null?e:Me(t,"media-controller")}function Ra(t){var e;let{MEDIA_CONTROLLER:i}=I,a=t.getAttribute(i);if(a)return(e=gt(t))==null?void 0:e.getElementById(a)}var te=(t,e)=>!t||!e?!1:t?.contains(e)?!0:te(t,e.getRootNode().host),Me=(t,e)=>{if(!t)return null;let i=t.closest(e);return i||Me(t.getRootNode().host,e)};function Ri(t=document){var e;let i=t?.activeElement;return i?(e=Ri(i.shadowRoot))!=null?e:i:null}function gt(t){var e;let i=(e=t?.getRootNode)==null?void 0:e.call(t);return i instanceof ShadowRoot||i instanceof Document?i:null}function Da(t,{depth:e=3,checkOpacity:i=!0,checkVisibilityCSS:a=!0}={}){if(t.checkVisibility)return t.checkVisibility({checkOpacity:i,checkVisibilityCSS:a});let r=t;for(;r&&e>0;){let s=getComputedStyle(r);if(i&&s.opacity==="0"||a&&s.visibility==="hidden"||s.display==="none")return!1;r=r.parentElement,e--}return!0}function Go(t,e,i,a){let r=a.x-i.x,s=a.y-i.y,o=r*r+s*s;if(o===0)return 0;let d=((t-i.x)*r+(e-i.y)*s)/o;return Math.max(0,Math.min(1,d))}function U(t,e){let i=Jd(t,a=>a===e);return i||Di(t,e)}function Jd(t,e){var i,a;let r;for(r of(i=t.querySelectorAll("style:not([media])"))!=null?i:[]){let s;try{s=(a=r.sheet)==null?void 0:a.cssRules}catch{continue}for(let o of s??[])if(e(o.selectorText))return o}}function Di(t,e){var i,a;let r=(i=t.querySelectorAll("style:not([media])"))!=null?i:[],s=r?.[r.length-1];if(!s?.sheet)return console.warn("Media Chrome: No style sheet found on style tag of",t),{style:{setProperty:()=>{},removeProperty:()=>"",getPropertyValue:()=>""}};let o=s?.sheet.insertRule(`${e}{}`,s.sheet.cssRules.length);return(a=s.sheet.cssRules)==null?void 0:a[o]}function P(t,e,i=Number.NaN){let a=t.getAttribute(e);return a!=null?+a:i}function N(t,e,i){let a=+i;if(i==null||Number.isNaN(a)){t.hasAttribute(e)&&t.removeAttribute(e);return}P(t,e,void 0)!==a&&t.setAttribute(e,`${a}`)}function T(t,e){return t.hasAttribute(e)}function S(t,e,i){if(i==null){t.hasAttribute(e)&&t.removeAttribute(e);return}T(t,e)!=i&&t.toggleAttribute(e,i)}function L(t,e,i=null){var a;return(a=t.getAttribute(e))!=null?a:i}function M(t,e,i){if(i==null){t.hasAttribute(e)&&t.removeAttribute(e);return}let a=`${i}`;L(t,e,void 0)!==a&&t.setAttribute(e,a)}var qo=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},ge=(t,e,i)=>(qo(t,e,"read from private field"),i?i.call(t):e.get(t)),jd=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},Ca=(t,e,i,a)=>(qo(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),J;function ec(t){return`
    <style>
      :host {
        display: var(--media-control-display, var(--media-gesture-receiver-display, inline-block));
        box-sizing: border-box;
      }
    </style>
  `}var Bt=class extends l.HTMLElement{constructor(){if(super(),jd(this,J,void 0),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=F(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[I.MEDIA_CONTROLLER,n.MEDIA_PAUSED]}attributeChangedCallback(e,i,a){var r,s,o,d,c;e===I.MEDIA_CONTROLLER&&(i&&((s=(r=ge(this,J))==null?void 0:r.unassociateElement)==null||s.call(r,this),Ca(this,J,null)),a&&this.isConnected&&(Ca(this,J,(o=this.getRootNode())==null?void 0:o.getElementById(a)),(c=(d=ge(this,J))==null?void 0:d.associateElement)==null||c.call(d,this)))}connectedCallback(){var e,i;this.tabIndex=-1,this.setAttribute("aria-hidden","true"),Ca(this,J,tc(this)),this.getAttribute(I.MEDIA_CONTROLLER)&&((i=(e=ge(this,J))==null?void 0:e.associateElement)==null||i.call(e,this)),ge(this,J)&&(ge(this,J).addEventListener("pointerdown",this),ge(this,J).addEventListener("click",this),ge(this,J).hasAttribute("tabindex")||(ge(this,J).tabIndex=0))}disconnectedCallback(){var e,i,a,r;this.getAttribute(I.MEDIA_CONTROLLER)&&((i=(e=ge(this,J))==null?void 0:e.unassociateElement)==null||i.call(e,this)),(a=ge(this,J))==null||a.removeEventListener("pointerdown",this),(r=ge(this,J))==null||r.removeEventListener("click",this),Ca(this,J,null)}handleEvent(e){var i;let a=(i=e.composedPath())==null?void 0:i[0];if(["video","media-controller"].includes(a?.localName)){if(e.type==="pointerdown")this._pointerType=e.pointerType;else if(e.type==="click"){let{clientX:s,clientY:o}=e,{left:d,top:c,width:_,height:k}=this.getBoundingClientRect(),A=s-d,f=o-c;if(A<0||f<0||A>_||f>k||_===0&&k===0)return;let m=this._pointerType||"mouse";if(this._pointerType=void 0,m===La.TOUCH){this.handleTap(e);return}else if(m===La.MOUSE||m===La.PEN){this.handleMouseClick(e);return}}}}get mediaPaused(){return T(this,n.MEDIA_PAUSED)}set mediaPaused(e){S(this,n.MEDIA_PAUSED,e)}handleTap(e){}handleMouseClick(e){let i=this.mediaPaused?h.MEDIA_PLAY_REQUEST:h.MEDIA_PAUSE_REQUEST;this.dispatchEvent(new l.CustomEvent(i,{composed:!0,bubbles:!0}))}};J=new WeakMap;Bt.shadowRootOptions={mode:"open"};Bt.getTemplateHTML=ec;function tc(t){var e;let i=t.getAttribute(I.MEDIA_CONTROLLER);return i?(e=t.getRootNode())==null?void 0:e.getElementById(i):Me(t,"media-controller")}l.customElements.get("media-gesture-receiver")||l.customElements.define("media-gesture-receiver",Bt);var gs=Bt;var Yo={"Start airplay":"Start airplay","Stop airplay":"Stop airplay",Audio:"Audio",Captions:"Captions","Enable captions":"Enable captions","Disable captions":"Disable captions","Start casting":"Start casting","Stop casting":"Stop casting","Enter fullscreen mode":"Enter fullscreen mode","Exit fullscreen mode":"Exit fullscreen mode",Mute:"Mute",Unmute:"Unmute",Loop:"Loop","Enter picture in picture mode":"Enter picture in picture mode","Exit picture in picture mode":"Exit picture in picture mode",Play:"Play",Pause:"Pause","Playback rate":"Playback rate","Playback rate {playbackRate}":"Playback rate {playbackRate}",Quality:"Quality","Seek backward":"Seek backward","Seek forward":"Seek forward",Settings:"Settings",Auto:"Auto","audio player":"audio player","video player":"video player",volume:"volume",seek:"seek","closed captions":"closed captions","current playback rate":"current playback rate","playback time":"playback time","media loading":"media loading",settings:"settings","audio tracks":"audio tracks",quality:"quality",play:"play",pause:"pause",mute:"mute",unmute:"unmute","chapter: {chapterName}":"chapter: {chapterName}",live:"live",Off:"Off","start airplay":"start airplay","stop airplay":"stop airplay","start casting":"start casting","stop casting":"stop casting","enter fullscreen mode":"enter fullscreen mode","exit fullscreen mode":"exit fullscreen mode","enter picture in picture mode":"enter picture in picture mode","exit picture in picture mode":"exit picture in picture mode","seek to live":"seek to live","playing live":"playing live","seek back {seekOffset} seconds":"seek back {seekOffset} seconds","seek forward {seekOffset} seconds":"seek forward {seekOffset} seconds","Network Error":"Network Error","Decode Error":"Decode Error","Source Not Supported":"Source Not Supported","Encryption Error":"Encryption Error","A network error caused the media download to fail.":"A network error caused the media download to fail.","A media error caused playback to be aborted. The media could be corrupt or your browser does not support this format.":"A media error caused playback to be aborted. The media could be corrupt or your browser does not support this format.","An unsupported error occurred. The server or network failed, or your browser does not support this format.":"An unsupported error occurred. The server or network failed, or your browser does not support this format.","The media is encrypted and there are no keys to decrypt it.":"The media is encrypted and there are no keys to decrypt it.",hour:"hour",hours:"hours",minute:"minute",minutes:"minutes",second:"second",seconds:"seconds","{time} remaining":"{time} remaining","{currentTime} of {totalTime}":"{currentTime} of {totalTime}","video not loaded, unknown time.":"video not loaded, unknown time."};var Qo,Ft={en:Yo},$t=((Qo=globalThis.navigator)==null?void 0:Qo.language)||"en",_s=t=>{$t=t},zo=(t,e)=>{Ft[t]=e},ic=t=>{var e,i,a;let[r]=$t.split("-");return((e=Ft[$t])==null?void 0:e[t])||((i=Ft[r])==null?void 0:i[t])||((a=Ft.en)==null?void 0:a[t])||t},Zo=()=>{let[t]=$t.split("-");return Ft[$t]?$t:Ft[t]?t:"en"},v=(t,e={})=>ic(t).replace(/\{(\w+)\}/g,(i,a)=>a in e?String(e[a]):`{${a}}`);var Ss=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},K=(t,e,i)=>(Ss(t,e,"read from private field"),i?i.call(t):e.get(t)),ie=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},_e=(t,e,i,a)=>(Ss(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),be=(t,e,i)=>(Ss(t,e,"access private method"),i),Ci,Ua,Kt,qt,Gt,bs,Vt,xa,As,Xo,Ts,Jo,xi,Pa,Na,ks,Yt,Oi,et,Oa,g={AUDIO:"audio",AUTOHIDE:"autohide",BREAKPOINTS:"breakpoints",GESTURES_DISABLED:"gesturesdisabled",KEYBOARD_CONTROL:"keyboardcontrol",NO_AUTOHIDE:"noautohide",USER_INACTIVE:"userinactive",AUTOHIDE_OVER_CONTROLS:"autohideovercontrols"};function ac(t){return`
    <style>
      
      :host([${n.MEDIA_IS_FULLSCREEN}]) ::slotted([slot=media]) {
        outline: none;
      }

      :host {
        box-sizing: border-box;
        position: relative;
        display: inline-block;
        line-height: 0;
        background-color: var(--media-background-color, #000);
        overflow: hidden;
      }

      :host(:not([${g.AUDIO}])) [part~=layer]:not([part~=media-layer]) {
        position: absolute;
        top: 0;
        left: 0;
        bottom: 0;
        right: 0;
        display: flex;
        flex-flow: column nowrap;
        align-items: start;
        pointer-events: none;
        background: none;
      }

      slot[name=media] {
        display: var(--media-slot-display, contents);
      }

      
      :host([${g.AUDIO}]) slot[name=media] {
        display: var(--media-slot-display, none);
      }

      
      :host([${g.AUDIO}]) [part~=layer][part~=gesture-layer] {
        height: 0;
        display: block;
      }

      
      :host(:not([${g.AUDIO}])[${g.GESTURES_DISABLED}]) ::slotted([slot=gestures-chrome]),
          :host(:not([${g.AUDIO}])[${g.GESTURES_DISABLED}]) media-gesture-receiver[slot=gestures-chrome] {
        display: none;
      }

      
      ::slotted(:not([slot=media]):not([slot=poster]):not(media-loading-indicator):not([role=dialog]):not([hidden])) {
        pointer-events: auto;
      }

      :host(:not([${g.AUDIO}])) *[part~=layer][part~=centered-layer] {
        align-items: center;
        justify-content: center;
      }

      :host(:not([${g.AUDIO}])) ::slotted(media-gesture-receiver[slot=gestures-chrome]),
      :host(:not([${g.AUDIO}])) media-gesture-receiver[slot=gestures-chrome] {
        align-self: stretch;
        flex-grow: 1;
      }

      slot[name=middle-chrome] {
        display: inline;
        flex-grow: 1;
        pointer-events: none;
        background: none;
      }

      
      ::slotted([slot=media]),
      ::slotted([slot=poster]) {
        width: 100%;
        height: 100%;
      }

      
      :host(:not([${g.AUDIO}])) .spacer {
        flex-grow: 1;
      }

      
      :host(:-webkit-full-screen) {
        
        width: 100% !important;
        height: 100% !important;
      }

      
      ::slotted(:not([slot=media]):not([slot=poster]):not([${g.NO_AUTOHIDE}]):not([hidden]):not([role=dialog])) {
        opacity: 1;
        transition: var(--media-control-transition-in, opacity 0.25s);
      }

      
      :host([${g.USER_INACTIVE}]:not([${n.MEDIA_PAUSED}]):not([${n.MEDIA_IS_AIRPLAYING}]):not([${n.MEDIA_IS_CASTING}]):not([${g.AUDIO}])) ::slotted(:not([slot=media]):not([slot=poster]):not([${g.NO_AUTOHIDE}]):not([role=dialog])) {
        opacity: 0;
        transition: var(--media-control-transition-out, opacity 1s);
      }

      :host([${g.USER_INACTIVE}]:not([${g.NO_AUTOHIDE}]):not([${n.MEDIA_PAUSED}]):not([${n.MEDIA_IS_CASTING}]):not([${g.AUDIO}])) ::slotted([slot=media]) {
        cursor: none;
      }

      :host([${g.USER_INACTIVE}][${g.AUTOHIDE_OVER_CONTROLS}]:not([${g.NO_AUTOHIDE}]):not([${n.MEDIA_PAUSED}]):not([${n.MEDIA_IS_CASTING}]):not([${g.AUDIO}])) * {
        --media-cursor: none;
        cursor: none;
      }


      ::slotted(media-control-bar)  {
        align-self: stretch;
      }

      
      
      :host(:not([${g.AUDIO}])[${n.MEDIA_HAS_PLAYED}]) slot[name=poster],
      :host(:not([${g.AUDIO}])[${n.MEDIA_STREAM_TYPE}="${le.ON_DEMAND}"][${n.MEDIA_CURRENT_TIME}]:not([${n.MEDIA_CURRENT_TIME}="0"])) slot[name=poster] {
        display: none;
      }

      ::slotted([role=dialog]) {
        width: 100%;
        height: 100%;
        align-self: center;
      }

      ::slotted([role=menu]) {
        align-self: end;
      }
    </style>

    <slot name="media" part="layer media-layer"></slot>
    <slot name="poster" part="layer poster-layer"></slot>
    <slot name="gestures-chrome" part="layer gesture-layer">
      <media-gesture-receiver slot="gestures-chrome">
        <template shadowrootmode="${gs.shadowRootOptions.mode}">
          ${gs.getTemplateHTML({})}
        </template>
      </media-gesture-receiver>
    </slot>
    <span part="layer vertical-layer">
      <slot name="top-chrome" part="top chrome"></slot>
      <slot name="middle-chrome" part="middle chrome"></slot>
      <slot name="centered-chrome" part="layer centered-layer center centered chrome"></slot>
      
      <slot part="bottom chrome"></slot>
    </span>
    <slot name="dialog" part="layer dialog-layer"></slot>
  `}var rc=Object.values(n),sc="sm:384 md:576 lg:768 xl:960";function nc(t){jo(t.target,t.contentRect.width)}function jo(t,e){var i;if(!t.isConnected)return;let a=(i=t.getAttribute(g.BREAKPOINTS))!=null?i:sc,r=oc(a),s=lc(r,e),o=!1;if(Object.keys(r).forEach(d=>{if(s.includes(d)){t.hasAttribute(`breakpoint${d}`)||(t.setAttribute(`breakpoint${d}`,""),o=!0);return}t.hasAttribute(`breakpoint${d}`)&&(t.removeAttribute(`breakpoint${d}`),o=!0)}),o){let d=new CustomEvent(ft.BREAKPOINTS_CHANGE,{detail:s});t.dispatchEvent(d)}t.breakpointsComputed||(t.breakpointsComputed=!0,t.dispatchEvent(new CustomEvent(ft.BREAKPOINTS_COMPUTED,{bubbles:!0,composed:!0})))}function oc(t){let e=t.split(/\s+/);return Object.fromEntries(e.map(i=>i.split(":")))}function lc(t,e){return Object.keys(t).filter(i=>e>=parseInt(t[i]))}var _t=class extends l.HTMLElement{constructor(){if(super(),ie(this,As),ie(this,Ts),ie(this,xi),ie(this,Na),ie(this,Yt),ie(this,Ci,void 0),ie(this,Ua,0),ie(this,Kt,null),ie(this,qt,null),ie(this,Gt,void 0),this.breakpointsComputed=!1,ie(this,bs,e=>{let i=this.media;for(let a of e){if(a.type!=="childList")continue;let r=a.removedNodes;for(let s of r){if(s.slot!="media"||a.target!=this)continue;let o=a.previousSibling&&a.previousSibling.previousElementSibling;if(!o||!i)this.mediaUnsetCallback(s);else{let d=o.slot!=="media";for(;(o=o.previousSibling)!==null;)o.slot=="media"&&(d=!1);d&&this.mediaUnsetCallback(s)}}if(i)for(let s of a.addedNodes)s===i&&this.handleMediaUpdated(i)}}),ie(this,Vt,!1),ie(this,xa,e=>{K(this,Vt)||(setTimeout(()=>{nc(e),_e(this,Vt,!1)},0),_e(this,Vt,!0))}),ie(this,et,void 0),ie(this,Oa,()=>{if(!K(this,et).assignedElements({flatten:!0}).length){K(this,Kt)&&this.mediaUnsetCallback(K(this,Kt));return}this.handleMediaUpdated(this.media)}),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=F(this.attributes),i=this.constructor.getTemplateHTML(e);this.shadowRoot.setHTMLUnsafe?this.shadowRoot.setHTMLUnsafe(i):this.shadowRoot.innerHTML=i}_e(this,Ci,new MutationObserver(K(this,bs)))}static get observedAttributes(){return[g.AUTOHIDE,g.GESTURES_DISABLED].concat(rc).filter(e=>![n.MEDIA_RENDITION_LIST,n.MEDIA_AUDIO_TRACK_LIST,n.MEDIA_CHAPTERS_CUES,n.MEDIA_WIDTH,n.MEDIA_HEIGHT,n.MEDIA_ERROR,n.MEDIA_ERROR_MESSAGE].includes(e))}attributeChangedCallback(e,i,a){e.toLowerCase()==g.AUTOHIDE&&(this.autohide=a)}get media(){let e=this.querySelector(":scope > [slot=media]");return e?.nodeName=="SLOT"&&(e=e.assignedElements({flatten:!0})[0]),e}async handleMediaUpdated(e){e&&(_e(this,Kt,e),e.localName.includes("-")&&await l.customElements.whenDefined(e.localName),this.mediaSetCallback(e))}connectedCallback(){var e;K(this,Ci).observe(this,{childList:!0,subtree:!0}),Ge(this,K(this,xa));let a=this.getAttribute(g.AUDIO)!=null?v("audio player"):v("video player");this.setAttribute("role","region"),this.setAttribute("aria-label",a),this.handleMediaUpdated(this.media),this.setAttribute(g.USER_INACTIVE,""),jo(this,this.getBoundingClientRect().width);let r=this.querySelector(":scope > slot[slot=media]");r&&(_e(this,et,r),K(this,et).addEventListener("slotchange",K(this,Oa))),this.addEventListener("pointerdown",this),this.addEventListener("pointermove",this),this.addEventListener("pointerup",this),this.addEventListener("mouseleave",this),this.addEventListener("keyup",this),(e=l.window)==null||e.addEventListener("mouseup",this)}disconnectedCallback(){var e;qe(this,K(this,xa)),clearTimeout(K(this,qt)),K(this,Ci).disconnect(),this.media&&this.mediaUnsetCallback(this.media),(e=l.window)==null||e.removeEventListener("mouseup",this),this.removeEventListener("pointerdown",this),this.removeEventListener("pointermove",this),this.removeEventListener("pointerup",this),this.removeEventListener("mouseleave",this),this.removeEventListener("keyup",this),K(this,et)&&(K(this,et).removeEventListener("slotchange",K(this,Oa)),_e(this,et,null)),_e(this,Vt,!1)}mediaSetCallback(e){}mediaUnsetCallback(e){_e(this,Kt,null)}handleEvent(e){switch(e.type){case"pointerdown":_e(this,Ua,e.timeStamp);break;case"pointermove":be(this,As,Xo).call(this,e);break;case"pointerup":be(this,Ts,Jo).call(this,e);break;case"mouseleave":be(this,xi,Pa).call(this);break;case"mouseup":this.removeAttribute(g.KEYBOARD_CONTROL);break;case"keyup":be(this,Yt,Oi).call(this),this.setAttribute(g.KEYBOARD_CONTROL,"");break}}set autohide(e){let i=Number(e);_e(this,Gt,isNaN(i)?0:i)}get autohide(){return(K(this,Gt)===void 0?2:K(this,Gt)).toString()}get breakpoints(){return L(this,g.BREAKPOINTS)}set breakpoints(e){M(this,g.BREAKPOINTS,e)}get audio(){return T(this,g.AUDIO)}set audio(e){S(this,g.AUDIO,e)}get gesturesDisabled(){return T(this,g.GESTURES_DISABLED)}set gesturesDisabled(e){S(this,g.GESTURES_DISABLED,e)}get keyboardControl(){return T(this,g.KEYBOARD_CONTROL)}set keyboardControl(e){S(this,g.KEYBOARD_CONTROL,e)}get noAutohide(){return T(this,g.NO_AUTOHIDE)}set noAutohide(e){S(this,g.NO_AUTOHIDE,e)}get autohideOverControls(){return T(this,g.AUTOHIDE_OVER_CONTROLS)}set autohideOverControls(e){S(this,g.AUTOHIDE_OVER_CONTROLS,e)}get userInteractive(){return T(this,g.USER_INACTIVE)}set userInteractive(e){S(this,g.USER_INACTIVE,e)}};Ci=new WeakMap;Ua=new WeakMap;Kt=new WeakMap;qt=new WeakMap;Gt=new WeakMap;bs=new WeakMap;Vt=new WeakMap;xa=new WeakMap;As=new WeakSet;Xo=function(t){if(t.pointerType!=="mouse"&&t.timeStamp-K(this,Ua)<250)return;be(this,Na,ks).call(this),clearTimeout(K(this,qt));let e=this.hasAttribute(g.AUTOHIDE_OVER_CONTROLS);([this,this.media].includes(t.target)||e)&&be(this,Yt,Oi).call(this)};Ts=new WeakSet;Jo=function(t){if(t.pointerType==="touch"){let e=!this.hasAttribute(g.USER_INACTIVE);[this,this.media].includes(t.target)&&e?be(this,xi,Pa).call(this):be(this,Yt,Oi).call(this)}else t.composedPath().some(e=>["media-play-button","media-fullscreen-button"].includes(e?.localName))&&be(this,Yt,Oi).call(this)};xi=new WeakSet;Pa=function(){if(K(this,Gt)<0||this.hasAttribute(g.USER_INACTIVE))return;this.setAttribute(g.USER_INACTIVE,"");let t=new l.CustomEvent(ft.USER_INACTIVE_CHANGE,{composed:!0,bubbles:!0,detail:!0});this.dispatchEvent(t)};Na=new WeakSet;ks=function(){if(!this.hasAttribute(g.USER_INACTIVE))return;this.removeAttribute(g.USER_INACTIVE);let t=new l.CustomEvent(ft.USER_INACTIVE_CHANGE,{composed:!0,bubbles:!0,detail:!1});this.dispatchEvent(t)};Yt=new WeakSet;Oi=function(){be(this,Na,ks).call(this),clearTimeout(K(this,qt));let t=parseInt(this.autohide);t<0||_e(this,qt,setTimeout(()=>{be(this,xi,Pa).call(this)},t*1e3))};et=new WeakMap;Oa=new WeakMap;_t.shadowRootOptions={mode:"open"};_t.getTemplateHTML=ac;l.customElements.get("media-container")||l.customElements.define("media-container",_t);var Ds=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},At=(t,e,i)=>(Ds(t,e,"read from private field"),i?i.call(t):e.get(t)),Ye=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},Cs=(t,e,i,a)=>(Ds(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),bt=(t,e,i)=>(Ds(t,e,"access private method"),i),Wa,Pi,Tt,Ha,Is,ys,el,Ms,tl,ws,il,Ls,al,Rs,rl;function dc(t){return`
    <style>
      :host {
        font: var(--media-font,
          var(--media-font-weight, normal)
          var(--media-font-size, 14px) /
          var(--media-text-content-height, var(--media-control-height, 24px))
          var(--media-font-family, helvetica neue, segoe ui, roboto, arial, sans-serif));
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        display: var(--media-dialog-display, inline-flex);
        justify-content: center;
        align-items: center;
        
        transition-behavior: allow-discrete;
        visibility: hidden;
        opacity: 0;
        transform: translateY(2px) scale(.99);
        pointer-events: none;
      }

      :host([open]) {
        transition: display .2s, visibility 0s, opacity .2s ease-out, transform .15s ease-out;
        visibility: visible;
        opacity: 1;
        transform: translateY(0) scale(1);
        pointer-events: auto;
      }

      #content {
        display: flex;
        position: relative;
        box-sizing: border-box;
        width: min(320px, 100%);
        word-wrap: break-word;
        max-height: 100%;
        overflow: auto;
        text-align: center;
        line-height: 1.4;
      }
    </style>
    ${this.getSlotTemplateHTML(t)}
  `}function cc(t){return`
    <slot id="content"></slot>
  `}var Ui={OPEN:"open",ANCHOR:"anchor"},tt=class extends l.HTMLElement{constructor(){super(),Ye(this,Ha),Ye(this,ys),Ye(this,Ms),Ye(this,ws),Ye(this,Ls),Ye(this,Rs),Ye(this,Wa,!1),Ye(this,Pi,null),Ye(this,Tt,null)}static get observedAttributes(){return[Ui.OPEN,Ui.ANCHOR]}get open(){return T(this,Ui.OPEN)}set open(e){S(this,Ui.OPEN,e)}handleEvent(e){switch(e.type){case"invoke":bt(this,ws,il).call(this,e);break;case"focusout":bt(this,Ls,al).call(this,e);break;case"keydown":bt(this,Rs,rl).call(this,e);break}}connectedCallback(){bt(this,Ha,Is).call(this),this.role||(this.role="dialog"),this.addEventListener("invoke",this),this.addEventListener("focusout",this),this.addEventListener("keydown",this)}disconnectedCallback(){this.removeEventListener("invoke",this),this.removeEventListener("focusout",this),this.removeEventListener("keydown",this)}attributeChangedCallback(e,i,a){bt(this,Ha,Is).call(this),e===Ui.OPEN&&a!==i&&(this.open?bt(this,ys,el).call(this):bt(this,Ms,tl).call(this))}focus(){Cs(this,Pi,Ri());let e=!this.dispatchEvent(new Event("focus",{composed:!0,cancelable:!0})),i=!this.dispatchEvent(new Event("focusin",{composed:!0,bubbles:!0,cancelable:!0}));if(e||i)return;let a=this.querySelector('[autofocus], [tabindex]:not([tabindex="-1"]), [role="menu"]');a?.focus()}get keysUsed(){return["Escape","Tab"]}};Wa=new WeakMap;Pi=new WeakMap;Tt=new WeakMap;Ha=new WeakSet;Is=function(){if(!At(this,Wa)&&(Cs(this,Wa,!0),!this.shadowRoot)){this.attachShadow(this.constructor.shadowRootOptions);let t=F(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(t),queueMicrotask(()=>{let{style:e}=U(this.shadowRoot,":host");e.setProperty("transition","display .15s, visibility .15s, opacity .15s ease-in, transform .15s ease-in")})}};ys=new WeakSet;el=function(){var t;(t=At(this,Tt))==null||t.setAttribute("aria-expanded","true"),this.dispatchEvent(new Event("open",{composed:!0,bubbles:!0})),this.addEventListener("transitionend",()=>this.focus(),{once:!0})};Ms=new WeakSet;tl=function(){var t;(t=At(this,Tt))==null||t.setAttribute("aria-expanded","false"),this.dispatchEvent(new Event("close",{composed:!0,bubbles:!0}))};ws=new WeakSet;il=function(t){Cs(this,Tt,t.relatedTarget),te(this,t.relatedTarget)||(this.open=!this.open)};Ls=new WeakSet;al=function(t){var e;te(this,t.relatedTarget)||((e=At(this,Pi))==null||e.focus(),At(this,Tt)&&At(this,Tt)!==t.relatedTarget&&this.open&&(this.open=!1))};Rs=new WeakSet;rl=function(t){var e,i,a,r,s;let{key:o,ctrlKey:d,altKey:c,metaKey:_}=t;d||c||_||this.keysUsed.includes(o)&&(t.preventDefault(),t.stopPropagation(),o==="Tab"?(t.shiftKey?(i=(e=this.previousElementSibling)==null?void 0:e.focus)==null||i.call(e):(r=(a=this.nextElementSibling)==null?void 0:a.focus)==null||r.call(a),this.blur()):o==="Escape"&&((s=At(this,Pi))==null||s.focus(),this.open=!1))};tt.shadowRootOptions={mode:"open"};tt.getTemplateHTML=dc;tt.getSlotTemplateHTML=cc;l.customElements.get("media-chrome-dialog")||l.customElements.define("media-chrome-dialog",tt);var uc=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},it=(t,e,i)=>(uc(t,e,"read from private field"),i?i.call(t):e.get(t)),sl=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},Qt,zt,Ni={HOTKEYS:"hotkeys"},hc=[{keys:[{key:" ",label:"Space"},{key:"k"}],description:"Toggle Playback"},{keys:[{key:"m"}],description:"Toggle mute"},{keys:[{key:"f"}],description:"Toggle fullscreen"},{keys:[{key:"c"}],description:"Toggle captions or subtitles, if available"},{keys:[{key:"p"}],description:"Toggle Picture in Picture"},{keys:[{key:"ArrowLeft",label:"\u2190"},{key:"j"}],description:"Seek back 10s"},{keys:[{key:"ArrowRight",label:"\u2192"},{key:"l"}],description:"Seek forward 10s"},{keys:[{key:"ArrowUp",label:"\u2191"}],description:"Turn volume up"},{keys:[{key:"ArrowDown",label:"\u2193"}],description:"Turn volume down"},{keys:[{key:"<",label:"< (SHIFT+,)"}],description:"Decrease playback rate"},{keys:[{key:">",label:"> (SHIFT+.)"}],description:"Increase playback rate"},{keys:[{key:"shift+/",label:"SHIFT+/"}],description:"Show keyboard shortcuts"}];function Fa(t){return t===" "?"nospace":`no${t.toLowerCase()}`}function mc(t){let e=new Set(t?.split(/\s+/));return hc.map(({keys:i,description:a})=>({keys:i.filter(({key:r})=>!e.has(Fa(r))),description:a})).filter(({keys:i})=>i.length)}function pc(t){return`
    <style>
      :host {
        position: fixed;
        top: 0;
        left: 0;
        z-index: 9999;
        background: rgb(20 20 30 / .8);
        backdrop-filter: blur(10px);
      }

      #content {
        display: block;
        width: clamp(400px, 40vw, 700px);
        max-width: 90vw;
        text-align: left;
      }

      h2 {
        margin: 0 0 1.5rem 0;
        font-size: 1.5rem;
        font-weight: 500;
        text-align: center;
      }

      .shortcuts-table {
        width: 100%;
        border-collapse: collapse;
      }

      .shortcuts-table tr {
        border-bottom: 1px solid rgba(255, 255, 255, 0.1);
      }

      .shortcuts-table tr:last-child {
        border-bottom: none;
      }

      .shortcuts-table td {
        padding: 0.75rem 0.5rem;
      }

      .shortcuts-table td:first-child {
        text-align: right;
        padding-right: 1rem;
        width: 40%;
        min-width: 120px;
      }

      .shortcuts-table td:last-child {
        padding-left: 1rem;
      }

      .key {
        display: inline-block;
        background: rgba(255, 255, 255, 0.15);
        border: 1px solid rgba(255, 255, 255, 0.2);
        border-radius: 4px;
        padding: 0.25rem 0.5rem;
        font-family: 'Courier New', monospace;
        font-size: 0.9rem;
        font-weight: 500;
        min-width: 1.5rem;
        text-align: center;
        margin: 0 0.2rem;
      }

      .description {
        color: rgba(255, 255, 255, 0.9);
        font-size: 0.95rem;
      }

      .key-combo {
        display: flex;
        align-items: center;
        justify-content: flex-end;
        gap: 0.3rem;
      }

      .key-separator {
        color: rgba(255, 255, 255, 0.5);
        font-size: 0.9rem;
      }
    </style>
    <slot id="content">
      ${nl(t[Ni.HOTKEYS])}
    </slot>
  `}function nl(t){return`
    <h2>Keyboard Shortcuts</h2>
    <table class="shortcuts-table">${mc(t).map(({keys:i,description:a})=>`
        <tr>
          <td>
            <div class="key-combo">${i.map(({key:s,label:o=s},d)=>d>0?`<span class="key-separator">or</span><span class="key">${o}</span>`:`<span class="key">${o}</span>`).join("")}</div>
          </td>
          <td class="description">${a}</td>
        </tr>
      `).join("")}</table>
  `}var Ba=class extends tt{constructor(){super(...arguments),sl(this,Qt,e=>{var i;if(!this.open)return;let a=(i=this.shadowRoot)==null?void 0:i.querySelector("#content");if(!a)return;let r=e.composedPath(),s=r[0]===this||r.includes(this),o=r.includes(a);s&&!o&&(this.open=!1)}),sl(this,zt,e=>{if(!this.open)return;let i=e.shiftKey&&(e.key==="/"||e.key==="?");(e.key==="Escape"||i)&&!e.ctrlKey&&!e.altKey&&!e.metaKey&&(this.open=!1,e.preventDefault(),e.stopPropagation())})}static get observedAttributes(){return[...super.observedAttributes,Ni.HOTKEYS]}get hotkeys(){var e;return(e=L(this,Ni.HOTKEYS))!=null?e:void 0}set hotkeys(e){M(this,Ni.HOTKEYS,e)}connectedCallback(){super.connectedCallback(),this.open&&(this.addEventListener("click",it(this,Qt)),document.addEventListener("keydown",it(this,zt)))}disconnectedCallback(){this.removeEventListener("click",it(this,Qt)),document.removeEventListener("keydown",it(this,zt))}attributeChangedCallback(e,i,a){var r;if(super.attributeChangedCallback(e,i,a),e==="open")this.open?(this.addEventListener("click",it(this,Qt)),document.addEventListener("keydown",it(this,zt))):(this.removeEventListener("click",it(this,Qt)),document.removeEventListener("keydown",it(this,zt)));else if(e===Ni.HOTKEYS&&a!==i){let s=(r=this.shadowRoot)==null?void 0:r.querySelector("#content");s&&(s.innerHTML=nl(a))}}};Qt=new WeakMap;zt=new WeakMap;Ba.getSlotTemplateHTML=pc;l.customElements.get("media-keyboard-shortcuts-dialog")||l.customElements.define("media-keyboard-shortcuts-dialog",Ba);var ol=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},Z=(t,e,i)=>(ol(t,e,"read from private field"),i?i.call(t):e.get(t)),Hi=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},$a=(t,e,i,a)=>(ol(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),Zt,Xt,Ka,St,Qe,at,rt=class{constructor(e,i,{defaultValue:a}={defaultValue:void 0}){Hi(this,Qe),Hi(this,Zt,void 0),Hi(this,Xt,void 0),Hi(this,Ka,void 0),Hi(this,St,new Set),$a(this,Zt,e),$a(this,Xt,i),$a(this,Ka,new Set(a))}[Symbol.iterator](){return Z(this,Qe,at).values()}get length(){return Z(this,Qe,at).size}get value(){var e;return(e=[...Z(this,Qe,at)].join(" "))!=null?e:""}set value(e){var i;e!==this.value&&($a(this,St,new Set),this.add(...(i=e?.split(" "))!=null?i:[]))}toString(){return this.value}item(e){return[...Z(this,Qe,at)][e]}values(){return Z(this,Qe,at).values()}forEach(e,i){Z(this,Qe,at).forEach(e,i)}add(...e){var i,a;e.forEach(r=>Z(this,St).add(r)),!(this.value===""&&!((i=Z(this,Zt))!=null&&i.hasAttribute(`${Z(this,Xt)}`)))&&((a=Z(this,Zt))==null||a.setAttribute(`${Z(this,Xt)}`,`${this.value}`))}remove(...e){var i;e.forEach(a=>Z(this,St).delete(a)),(i=Z(this,Zt))==null||i.setAttribute(`${Z(this,Xt)}`,`${this.value}`)}contains(e){return Z(this,Qe,at).has(e)}toggle(e,i){return typeof i<"u"?i?(this.add(e),!0):(this.remove(e),!1):this.contains(e)?(this.remove(e),!1):(this.add(e),!0)}replace(e,i){return this.remove(e),this.add(i),e===i}};Zt=new WeakMap;Xt=new WeakMap;Ka=new WeakMap;St=new WeakMap;Qe=new WeakSet;at=function(){return Z(this,St).size?Z(this,St):Z(this,Ka)};function ll(t){return t?.map(vc).join(" ")}function dl(t){return t?.split(/\s+/).map(Ec)}function vc(t){if(t){let{id:e,width:i,height:a}=t;return[e,i,a].filter(r=>r!=null).join(":")}}function Ec(t){if(t){let[e,i,a]=t.split(":");return{id:e,width:+i,height:+a}}}function cl(t){return t?.map(fc).join(" ")}function ul(t){return t?.split(/\s+/).map(gc)}function fc(t){if(t){let{id:e,kind:i,language:a,label:r}=t;return[e,i,a,r].filter(s=>s!=null).join(":")}}function gc(t){if(t){let[e,i,a,r]=t.split(":");return{id:e,kind:i,language:a,label:r}}}function Jt(t){return typeof t=="number"&&!Number.isNaN(t)&&Number.isFinite(t)}var Va=t=>new Promise(e=>setTimeout(e,t));var _c=(t="")=>t.split(/\s+/),hl=(t="")=>{let[e,i,a]=t.split(":"),r=a?decodeURIComponent(a):void 0;return{kind:e==="cc"?re.CAPTIONS:re.SUBTITLES,language:i,label:r}},Wi=(t="",e={})=>_c(t).map(i=>{let a=hl(i);return{...e,...a}}),xs=t=>t?Array.isArray(t)?t.map(e=>typeof e=="string"?hl(e):e):typeof t=="string"?Wi(t):[t]:[],Ga=({kind:t,label:e,language:i}={kind:"subtitles"})=>e?`${t==="captions"?"cc":"sb"}:${i}:${encodeURIComponent(e)}`:i,kt=(t=[])=>Array.prototype.map.call(t,Ga).join(" "),bc=(t,e)=>i=>i[t]===e,ml=t=>{let e=Object.entries(t).map(([i,a])=>bc(i,a));return i=>e.every(a=>a(i))},It=(t,e=[],i=[])=>{let a=xs(i).map(ml),r=s=>a.some(o=>o(s));Array.from(e).filter(r).forEach(s=>{s.mode=t})},yt=(t,e=()=>!0)=>{if(!t?.textTracks)return[];let i=typeof e=="function"?e:ml(e);return Array.from(t.textTracks).filter(i)},pl=t=>{var e;return!!((e=t.mediaSubtitlesShowing)!=null&&e.length)||t.hasAttribute(n.MEDIA_SUBTITLES_SHOWING)};var El=t=>{var e;let{media:i,fullscreenElement:a}=t;try{let r=a&&"requestFullscreen"in a?"requestFullscreen":a&&"webkitRequestFullScreen"in a?"webkitRequestFullScreen":void 0;if(r){let s=(e=a[r])==null?void 0:e.call(a);if(s instanceof Promise)return s.catch(()=>{})}else i?.webkitEnterFullscreen?i.webkitEnterFullscreen():i?.requestFullscreen&&i.requestFullscreen()}catch(r){console.error(r)}},vl="exitFullscreen"in H?"exitFullscreen":"webkitExitFullscreen"in H?"webkitExitFullscreen":"webkitCancelFullScreen"in H?"webkitCancelFullScreen":void 0,fl=t=>{var e;let{documentElement:i}=t;if(vl){let a=(e=i?.[vl])==null?void 0:e.call(i);if(a instanceof Promise)return a.catch(()=>{})}},Bi="fullscreenElement"in H?"fullscreenElement":"webkitFullscreenElement"in H?"webkitFullscreenElement":void 0,Ac=t=>{let{documentElement:e,media:i}=t,a=e?.[Bi];return!a&&"webkitDisplayingFullscreen"in i&&"webkitPresentationMode"in i&&i.webkitDisplayingFullscreen&&i.webkitPresentationMode===$o.FULLSCREEN?i:a},gl=t=>{var e;let{media:i,documentElement:a,fullscreenElement:r=i}=t;if(!i||!a)return!1;let s=Ac(t);if(!s)return!1;if(s===r||s===i)return!0;if(s.localName.includes("-")){let o=s.shadowRoot;if(!(Bi in o))return te(s,r);for(;o?.[Bi];){if(o[Bi]===r)return!0;o=(e=o[Bi])==null?void 0:e.shadowRoot}}return!1},Tc="fullscreenEnabled"in H?"fullscreenEnabled":"webkitFullscreenEnabled"in H?"webkitFullscreenEnabled":void 0,_l=t=>{let{documentElement:e,media:i}=t;return!!e?.[Tc]||i&&"webkitSupportsFullscreen"in i};var qa,Os=()=>{var t,e;return qa||(qa=(e=(t=H)==null?void 0:t.createElement)==null?void 0:e.call(t,"video"),qa)},bl=async(t=Os())=>{if(!t)return!1;let e=t.volume;t.volume=e/2+.1;let i=new AbortController,a=await Promise.race([Sc(t,i.signal),kc(t,e)]);return i.abort(),a},Sc=(t,e)=>new Promise(i=>{t.addEventListener("volumechange",()=>i(!0),{signal:e})}),kc=async(t,e)=>{for(let i=0;i<10;i++){if(t.volume===e)return!1;await Va(10)}return t.volume!==e},Ic=/.*Version\/.*Safari\/.*/.test(l.navigator.userAgent),Us=(t=Os())=>l.matchMedia("(display-mode: standalone)").matches&&Ic?!1:typeof t?.requestPictureInPicture=="function",Ps=(t=Os())=>_l({documentElement:H,media:t}),Al=Ps(),Tl=Us(),Sl=!!l.WebKitPlaybackTargetAvailabilityEvent,kl=!!l.chrome;var jt=t=>yt(t.media,e=>[re.SUBTITLES,re.CAPTIONS].includes(e.kind)).sort((e,i)=>e.kind>=i.kind?1:-1),Ns=t=>yt(t.media,e=>e.mode===je.SHOWING&&[re.SUBTITLES,re.CAPTIONS].includes(e.kind)),Ya=(t,e)=>{let i=jt(t),a=Ns(t),r=!!a.length;if(i.length){if(e===!1||r&&e!==!0)It(je.DISABLED,i,a);else if(e===!0||!r&&e!==!1){let s=i[0],{options:o}=t;if(!o?.noSubtitlesLangPref){let k=l.localStorage.getItem("media-chrome-pref-subtitles-lang"),A=k?[k,...l.navigator.languages]:l.navigator.languages,f=i.filter(m=>A.some(b=>m.language.toLowerCase().startsWith(b.split("-")[0]))).sort((m,b)=>{let E=A.findIndex(y=>m.language.toLowerCase().startsWith(y.split("-")[0])),w=A.findIndex(y=>b.language.toLowerCase().startsWith(y.split("-")[0]));return E-w});f[0]&&(s=f[0])}let{language:d,label:c,kind:_}=s;It(je.DISABLED,i,a),It(je.SHOWING,i,[{language:d,label:c,kind:_}])}}},Qa=(t,e)=>t===e?!0:t==null||e==null||typeof t!=typeof e?!1:typeof t=="number"&&Number.isNaN(t)&&Number.isNaN(e)?!0:typeof t!="object"?!1:Array.isArray(t)?yc(t,e):Object.entries(t).every(([i,a])=>i in e&&Qa(a,e[i])),yc=(t,e)=>{let i=Array.isArray(t),a=Array.isArray(e);return i!==a?!1:i||a?t.length!==e.length?!1:t.every((r,s)=>Qa(r,e[s])):!0};var Mc=Object.values(le),za,wc=bl().then(t=>(za=t,za)),Il=async(...t)=>{await Promise.all(t.filter(e=>e).map(async e=>{if(!("localName"in e&&e instanceof l.HTMLElement))return;let i=e.localName;if(!i.includes("-"))return;let a=l.customElements.get(i);a&&e instanceof a||(await l.customElements.whenDefined(i),l.customElements.upgrade(e))}))},Lc=new l.DOMParser,Rc=t=>t&&(Lc.parseFromString(t,"text/html").body.textContent||t),ei={mediaError:{get(t,e){let{media:i}=t;if(e?.type!=="playing")return i?.error},mediaEvents:["emptied","error","playing"]},mediaErrorCode:{get(t,e){var i;let{media:a}=t;if(e?.type!=="playing")return(i=a?.error)==null?void 0:i.code},mediaEvents:["emptied","error","playing"]},mediaErrorMessage:{get(t,e){var i,a;let{media:r}=t;if(e?.type!=="playing")return(a=(i=r?.error)==null?void 0:i.message)!=null?a:""},mediaEvents:["emptied","error","playing"]},mediaWidth:{get(t){var e;let{media:i}=t;return(e=i?.videoWidth)!=null?e:0},mediaEvents:["resize"]},mediaHeight:{get(t){var e;let{media:i}=t;return(e=i?.videoHeight)!=null?e:0},mediaEvents:["resize"]},mediaPaused:{get(t){var e;let{media:i}=t;return(e=i?.paused)!=null?e:!0},set(t,e){var i;let{media:a}=e;a&&(t?a.pause():(i=a.play())==null||i.catch(()=>{}))},mediaEvents:["play","playing","pause","emptied"]},mediaHasPlayed:{get(t,e){let{media:i}=t;return i?e?e.type==="playing":!i.paused:!1},mediaEvents:["playing","emptied"]},mediaEnded:{get(t){var e;let{media:i}=t;return(e=i?.ended)!=null?e:!1},mediaEvents:["seeked","ended","emptied"]},mediaPlaybackRate:{get(t){var e;let{media:i}=t;return(e=i?.playbackRate)!=null?e:1},set(t,e){let{media:i}=e;i&&Number.isFinite(+t)&&(i.playbackRate=+t)},mediaEvents:["ratechange","loadstart"]},mediaMuted:{get(t){var e;let{media:i}=t;return(e=i?.muted)!=null?e:!1},set(t,e){let{media:i,options:{noMutedPref:a}={}}=e;if(i){i.muted=t;try{let r=l.localStorage.getItem("media-chrome-pref-muted")!==null,s=i.hasAttribute("muted");if(a){r&&l.localStorage.removeItem("media-chrome-pref-muted");return}if(s&&!r)return;l.localStorage.setItem("media-chrome-pref-muted",t?"true":"false")}catch(r){console.debug("Error setting muted pref",r)}}},mediaEvents:["volumechange"],stateOwnersUpdateHandlers:[(t,e)=>{let{options:{noMutedPref:i}}=e,{media:a}=e;if(!(!a||a.muted||i))try{let r=l.localStorage.getItem("media-chrome-pref-muted")==="true";ei.mediaMuted.set(r,e),t(r)}catch(r){console.debug("Error getting muted pref",r)}}]},mediaLoop:{get(t){let{media:e}=t;return e?.loop},set(t,e){let{media:i}=e;i&&(i.loop=t)},mediaEvents:["medialooprequest"]},mediaVolume:{get(t){var e;let{media:i}=t;return(e=i?.volume)!=null?e:1},set(t,e){let{media:i,options:{noVolumePref:a}={}}=e;if(i){try{t==null?l.localStorage.removeItem("media-chrome-pref-volume"):!i.hasAttribute("muted")&&!a&&l.localStorage.setItem("media-chrome-pref-volume",t.toString())}catch(r){console.debug("Error setting volume pref",r)}Number.isFinite(+t)&&(i.volume=+t)}},mediaEvents:["volumechange"],stateOwnersUpdateHandlers:[(t,e)=>{let{options:{noVolumePref:i}}=e;if(!i)try{let{media:a}=e;if(!a)return;let r=l.localStorage.getItem("media-chrome-pref-volume");if(r==null)return;ei.mediaVolume.set(+r,e),t(+r)}catch(a){console.debug("Error getting volume pref",a)}}]},mediaVolumeLevel:{get(t){let{media:e}=t;return typeof e?.volume>"u"?"high":e.muted||e.volume===0?"off":e.volume<.5?"low":e.volume<.75?"medium":"high"},mediaEvents:["volumechange"]},mediaCurrentTime:{get(t){var e;let{media:i}=t;return(e=i?.currentTime)!=null?e:0},set(t,e){let{media:i}=e;!i||!Jt(t)||(i.currentTime=t)},mediaEvents:["timeupdate","loadedmetadata","seeking"]},mediaDuration:{get(t){let{media:e,options:{defaultDuration:i}={}}=t;return i&&(!e||!e.duration||Number.isNaN(e.duration)||!Number.isFinite(e.duration))?i:Number.isFinite(e?.duration)?e.duration:Number.NaN},mediaEvents:["durationchange","loadedmetadata","emptied"]},mediaLoading:{get(t){let{media:e}=t;return e?.readyState<3},mediaEvents:["waiting","playing","emptied"]},mediaSeekable:{get(t){var e;let{media:i}=t;if(!((e=i?.seekable)!=null&&e.length))return;let a=i.seekable.start(0),r=i.seekable.end(i.seekable.length-1);if(!(!a&&!r))return[Number(a.toFixed(3)),Number(r.toFixed(3))]},mediaEvents:["loadedmetadata","emptied","progress","seekablechange"]},mediaBuffered:{get(t){var e;let{media:i}=t,a=(e=i?.buffered)!=null?e:[];return Array.from(a).map((r,s)=>[Number(a.start(s).toFixed(3)),Number(a.end(s).toFixed(3))])},mediaEvents:["progress","emptied"]},mediaStreamType:{get(t){let{media:e,options:{defaultStreamType:i}={}}=t,a=[le.LIVE,le.ON_DEMAND].includes(i)?i:void 0;if(!e)return a;let{streamType:r}=e;if(Mc.includes(r))return r===le.UNKNOWN?a:r;let s=e.duration;return s===1/0?le.LIVE:Number.isFinite(s)?le.ON_DEMAND:a},mediaEvents:["emptied","durationchange","loadedmetadata","streamtypechange"]},mediaTargetLiveWindow:{get(t){let{media:e}=t;if(!e)return Number.NaN;let{targetLiveWindow:i}=e,a=ei.mediaStreamType.get(t);return(i==null||Number.isNaN(i))&&a===le.LIVE?0:i},mediaEvents:["emptied","durationchange","loadedmetadata","streamtypechange","targetlivewindowchange"]},mediaTimeIsLive:{get(t){let{media:e,options:{liveEdgeOffset:i=10}={}}=t;if(!e)return!1;if(typeof e.liveEdgeStart=="number")return Number.isNaN(e.liveEdgeStart)?!1:e.currentTime>=e.liveEdgeStart;if(!(ei.mediaStreamType.get(t)===le.LIVE))return!1;let r=e.seekable;if(!r)return!0;if(!r.length)return!1;let s=r.end(r.length-1)-i;return e.currentTime>=s},mediaEvents:["playing","timeupdate","progress","waiting","emptied"]},mediaSubtitlesList:{get(t){return jt(t).map(({kind:e,label:i,language:a})=>({kind:e,label:i,language:a}))},mediaEvents:["loadstart"],textTracksEvents:["addtrack","removetrack"]},mediaSubtitlesShowing:{get(t){return Ns(t).map(({kind:e,label:i,language:a})=>({kind:e,label:i,language:a}))},mediaEvents:["loadstart"],textTracksEvents:["addtrack","removetrack","change"],stateOwnersUpdateHandlers:[(t,e)=>{var i,a;let{media:r,options:s}=e;if(!r)return;let o=d=>{var c;!s.defaultSubtitles||d&&![re.CAPTIONS,re.SUBTITLES].includes((c=d?.track)==null?void 0:c.kind)||Ya(e,!0)};return r.addEventListener("loadstart",o),(i=r.textTracks)==null||i.addEventListener("addtrack",o),(a=r.textTracks)==null||a.addEventListener("removetrack",o),()=>{var d,c;r.removeEventListener("loadstart",o),(d=r.textTracks)==null||d.removeEventListener("addtrack",o),(c=r.textTracks)==null||c.removeEventListener("removetrack",o)}}]},mediaChaptersCues:{get(t){var e;let{media:i}=t;if(!i)return[];let[a]=yt(i,{kind:re.CHAPTERS});return Array.from((e=a?.cues)!=null?e:[]).map(({text:r,startTime:s,endTime:o})=>({text:Rc(r),startTime:s,endTime:o}))},mediaEvents:["loadstart","loadedmetadata"],textTracksEvents:["addtrack","removetrack","change"],stateOwnersUpdateHandlers:[(t,e)=>{var i;let{media:a}=e;if(!a)return;let r=a.querySelector('track[kind="chapters"][default][src]'),s=(i=a.shadowRoot)==null?void 0:i.querySelector(':is(video,audio) > track[kind="chapters"][default][src]');return r?.addEventListener("load",t),s?.addEventListener("load",t),()=>{r?.removeEventListener("load",t),s?.removeEventListener("load",t)}}]},mediaIsPip:{get(t){var e,i;let{media:a,documentElement:r}=t;if(!a||!r||!r.pictureInPictureElement)return!1;if(r.pictureInPictureElement===a)return!0;if(r.pictureInPictureElement instanceof HTMLMediaElement)return(e=a.localName)!=null&&e.includes("-")?te(a,r.pictureInPictureElement):!1;if(r.pictureInPictureElement.localName.includes("-")){let s=r.pictureInPictureElement.shadowRoot;for(;s?.pictureInPictureElement;){if(s.pictureInPictureElement===a)return!0;s=(i=s.pictureInPictureElement)==null?void 0:i.shadowRoot}}return!1},set(t,e){let{media:i}=e;if(i)if(t){if(!H.pictureInPictureEnabled){console.warn("MediaChrome: Picture-in-picture is not enabled");return}if(!i.requestPictureInPicture){console.warn("MediaChrome: The current media does not support picture-in-picture");return}let a=()=>{console.warn("MediaChrome: The media is not ready for picture-in-picture. It must have a readyState > 0.")};i.requestPictureInPicture().catch(r=>{if(r.code===11){if(!i.src){console.warn("MediaChrome: The media is not ready for picture-in-picture. It must have a src set.");return}if(i.readyState===0&&i.preload==="none"){let s=()=>{i.removeEventListener("loadedmetadata",o),i.preload="none"},o=()=>{i.requestPictureInPicture().catch(a),s()};i.addEventListener("loadedmetadata",o),i.preload="metadata",setTimeout(()=>{i.readyState===0&&a(),s()},1e3)}else throw r}else throw r})}else H.pictureInPictureElement&&H.exitPictureInPicture()},mediaEvents:["enterpictureinpicture","leavepictureinpicture"]},mediaRenditionList:{get(t){var e;let{media:i}=t;return[...(e=i?.videoRenditions)!=null?e:[]].map(a=>({...a}))},mediaEvents:["emptied","loadstart"],videoRenditionsEvents:["addrendition","removerendition"]},mediaRenditionSelected:{get(t){var e,i,a;let{media:r}=t;return(a=(i=r?.videoRenditions)==null?void 0:i[(e=r.videoRenditions)==null?void 0:e.selectedIndex])==null?void 0:a.id},set(t,e){let{media:i}=e;if(!i?.videoRenditions){console.warn("MediaController: Rendition selection not supported by this media.");return}let a=t,r=Array.prototype.findIndex.call(i.videoRenditions,s=>s.id==a);i.videoRenditions.selectedIndex!=r&&(i.videoRenditions.selectedIndex=r)},mediaEvents:["emptied"],videoRenditionsEvents:["addrendition","removerendition","change"]},mediaAudioTrackList:{get(t){var e;let{media:i}=t;return[...(e=i?.audioTracks)!=null?e:[]]},mediaEvents:["emptied","loadstart"],audioTracksEvents:["addtrack","removetrack"]},mediaAudioTrackEnabled:{get(t){var e,i;let{media:a}=t;return(i=[...(e=a?.audioTracks)!=null?e:[]].find(r=>r.enabled))==null?void 0:i.id},set(t,e){let{media:i}=e;if(!i?.audioTracks){console.warn("MediaChrome: Audio track selection not supported by this media.");return}let a=t;for(let r of i.audioTracks)r.enabled=a==r.id},mediaEvents:["emptied"],audioTracksEvents:["addtrack","removetrack","change"]},mediaIsFullscreen:{get(t){return gl(t)},set(t,e,i){var a,r;t?(El(e),i.detail&&!((a=e.media)!=null&&a.inert)&&((r=e.media)==null||r.focus())):fl(e)},rootEvents:["fullscreenchange","webkitfullscreenchange"],mediaEvents:["webkitbeginfullscreen","webkitendfullscreen","webkitpresentationmodechanged"]},mediaIsCasting:{get(t){var e;let{media:i}=t;return!i?.remote||((e=i.remote)==null?void 0:e.state)==="disconnected"?!1:i.remote.state==="connected"},set(t,e){var i,a;let{media:r}=e;if(r&&!(t&&((i=r.remote)==null?void 0:i.state)!=="disconnected")&&!(!t&&((a=r.remote)==null?void 0:a.state)!=="connected")){if(typeof r.remote.prompt!="function"){console.warn("MediaChrome: Casting is not supported in this environment");return}r.remote.prompt().catch(()=>{})}},remoteEvents:["connect","connecting","disconnect"]},mediaIsAirplaying:{get(){return!1},set(t,e){let{media:i}=e;if(i){if(!(i.webkitShowPlaybackTargetPicker&&l.WebKitPlaybackTargetAvailabilityEvent)){console.error("MediaChrome: received a request to select AirPlay but AirPlay is not supported in this environment");return}i.webkitShowPlaybackTargetPicker()}},mediaEvents:["webkitcurrentplaybacktargetiswirelesschanged"]},mediaFullscreenUnavailable:{get(t){let{media:e}=t;if(!Al||!Ps(e))return se.UNSUPPORTED}},mediaPipUnavailable:{get(t){let{media:e}=t;if(!Tl||!Us(e))return se.UNSUPPORTED;if(e?.disablePictureInPicture)return se.UNAVAILABLE}},mediaVolumeUnavailable:{get(t){let{media:e}=t;if(za===!1||e?.volume==null)return se.UNSUPPORTED},stateOwnersUpdateHandlers:[t=>{za==null&&wc.then(e=>t(e?void 0:se.UNSUPPORTED))}]},mediaCastUnavailable:{get(t,{availability:e="not-available"}={}){var i;let{media:a}=t;if(!kl||!((i=a?.remote)!=null&&i.state))return se.UNSUPPORTED;if(!(e==null||e==="available"))return se.UNAVAILABLE},stateOwnersUpdateHandlers:[(t,e)=>{var i;let{media:a}=e;return a?(a.disableRemotePlayback||a.hasAttribute("disableremoteplayback")||(i=a?.remote)==null||i.watchAvailability(s=>{t({availability:s?"available":"not-available"})}).catch(s=>{s.name==="NotSupportedError"?t({availability:null}):t({availability:"not-available"})}),()=>{var s;(s=a?.remote)==null||s.cancelWatchAvailability().catch(()=>{})}):void 0}]},mediaAirplayUnavailable:{get(t,e){if(!Sl)return se.UNSUPPORTED;if(e?.availability==="not-available")return se.UNAVAILABLE},mediaEvents:["webkitplaybacktargetavailabilitychanged"],stateOwnersUpdateHandlers:[(t,e)=>{var i;let{media:a}=e;return a?(a.disableRemotePlayback||a.hasAttribute("disableremoteplayback")||(i=a?.remote)==null||i.watchAvailability(s=>{t({availability:s?"available":"not-available"})}).catch(s=>{s.name==="NotSupportedError"?t({availability:null}):t({availability:"not-available"})}),()=>{var s;(s=a?.remote)==null||s.cancelWatchAvailability().catch(()=>{})}):void 0}]},mediaRenditionUnavailable:{get(t){var e;let{media:i}=t;if(!i?.videoRenditions)return se.UNSUPPORTED;if(!((e=i.videoRenditions)!=null&&e.length))return se.UNAVAILABLE},mediaEvents:["emptied","loadstart"],videoRenditionsEvents:["addrendition","removerendition"]},mediaAudioTrackUnavailable:{get(t){var e,i;let{media:a}=t;if(!a?.audioTracks)return se.UNSUPPORTED;if(((i=(e=a.audioTracks)==null?void 0:e.length)!=null?i:0)<=1)return se.UNAVAILABLE},mediaEvents:["emptied","loadstart"],audioTracksEvents:["addtrack","removetrack"]},mediaLang:{get(t){let{options:{mediaLang:e}={}}=t;return e??"en"}}};var yl={[h.MEDIA_PREVIEW_REQUEST](t,e,{detail:i}){var a,r,s;let{media:o}=e,d=i??void 0,c,_;if(o&&d!=null){let[m]=yt(o,{kind:re.METADATA,label:"thumbnails"}),b=Array.prototype.find.call((a=m?.cues)!=null?a:[],(E,w,y)=>w===0?E.endTime>d:w===y.length-1?E.startTime<=d:E.startTime<=d&&E.endTime>d);if(b){let E=/'^(?:[a-z]+:)?\/\//i.test(b.text)||(r=o?.querySelector('track[label="thumbnails"]'))==null?void 0:r.src,w=new URL(b.text,E);_=new URLSearchParams(w.hash).get("#xywh").split(",").map(ee=>+ee),c=w.href}}let k=t.mediaDuration.get(e),f=(s=t.mediaChaptersCues.get(e).find((m,b,E)=>b===E.length-1&&k===m.endTime?m.startTime<=d&&m.endTime>=d:m.startTime<=d&&m.endTime>d))==null?void 0:s.text;return i!=null&&f==null&&(f=""),{mediaPreviewTime:d,mediaPreviewImage:c,mediaPreviewCoords:_,mediaPreviewChapter:f}},[h.MEDIA_PAUSE_REQUEST](t,e){t["mediaPaused"].set(!0,e)},[h.MEDIA_PLAY_REQUEST](t,e){var i,a,r,s;let o="mediaPaused",c=t.mediaStreamType.get(e)===le.LIVE,_=!((i=e.options)!=null&&i.noAutoSeekToLive),k=t.mediaTargetLiveWindow.get(e)>0;if(c&&_&&!k){let A=(a=t.mediaSeekable.get(e))==null?void 0:a[1];if(A){let f=(s=(r=e.options)==null?void 0:r.seekToLiveOffset)!=null?s:0,m=A-f;t.mediaCurrentTime.set(m,e)}}t[o].set(!1,e)},[h.MEDIA_PLAYBACK_RATE_REQUEST](t,e,{detail:i}){let a="mediaPlaybackRate",r=i;t[a].set(r,e)},[h.MEDIA_MUTE_REQUEST](t,e){t["mediaMuted"].set(!0,e)},[h.MEDIA_UNMUTE_REQUEST](t,e){let i="mediaMuted";t.mediaVolume.get(e)||t.mediaVolume.set(.25,e),t[i].set(!1,e)},[h.MEDIA_LOOP_REQUEST](t,e,{detail:i}){let a="mediaLoop",r=!!i;return t[a].set(r,e),{mediaLoop:r}},[h.MEDIA_VOLUME_REQUEST](t,e,{detail:i}){let a="mediaVolume",r=i;r&&t.mediaMuted.get(e)&&t.mediaMuted.set(!1,e),t[a].set(r,e)},[h.MEDIA_SEEK_REQUEST](t,e,{detail:i}){let a="mediaCurrentTime",r=i;t[a].set(r,e)},[h.MEDIA_SEEK_TO_LIVE_REQUEST](t,e){var i,a,r;let s="mediaCurrentTime",o=(i=t.mediaSeekable.get(e))==null?void 0:i[1];if(Number.isNaN(Number(o)))return;let d=(r=(a=e.options)==null?void 0:a.seekToLiveOffset)!=null?r:0,c=o-d;t[s].set(c,e)},[h.MEDIA_SHOW_SUBTITLES_REQUEST](t,e,{detail:i}){var a;let{options:r}=e,s=jt(e),o=xs(i),d=(a=o[0])==null?void 0:a.language;d&&!r.noSubtitlesLangPref&&l.localStorage.setItem("media-chrome-pref-subtitles-lang",d),It(je.SHOWING,s,o)},[h.MEDIA_DISABLE_SUBTITLES_REQUEST](t,e,{detail:i}){let a=jt(e),r=i??[];It(je.DISABLED,a,r)},[h.MEDIA_TOGGLE_SUBTITLES_REQUEST](t,e,{detail:i}){Ya(e,i)},[h.MEDIA_RENDITION_REQUEST](t,e,{detail:i}){let a="mediaRenditionSelected",r=i;t[a].set(r,e)},[h.MEDIA_AUDIO_TRACK_REQUEST](t,e,{detail:i}){let a="mediaAudioTrackEnabled",r=i;t[a].set(r,e)},[h.MEDIA_ENTER_PIP_REQUEST](t,e){let i="mediaIsPip";t.mediaIsFullscreen.get(e)&&t.mediaIsFullscreen.set(!1,e),t[i].set(!0,e)},[h.MEDIA_EXIT_PIP_REQUEST](t,e){t["mediaIsPip"].set(!1,e)},[h.MEDIA_ENTER_FULLSCREEN_REQUEST](t,e,i){let a="mediaIsFullscreen";t.mediaIsPip.get(e)&&t.mediaIsPip.set(!1,e),t[a].set(!0,e,i)},[h.MEDIA_EXIT_FULLSCREEN_REQUEST](t,e){t["mediaIsFullscreen"].set(!1,e)},[h.MEDIA_ENTER_CAST_REQUEST](t,e){let i="mediaIsCasting";t.mediaIsFullscreen.get(e)&&t.mediaIsFullscreen.set(!1,e),t[i].set(!0,e)},[h.MEDIA_EXIT_CAST_REQUEST](t,e){t["mediaIsCasting"].set(!1,e)},[h.MEDIA_AIRPLAY_REQUEST](t,e){t["mediaIsAirplaying"].set(!0,e)}};var Ml=({media:t,fullscreenElement:e,documentElement:i,stateMediator:a=ei,requestMap:r=yl,options:s={},monitorStateOwnersOnlyWithSubscriptions:o=!0})=>{let d=[],c={options:{...s}},_=Object.freeze({mediaPreviewTime:void 0,mediaPreviewImage:void 0,mediaPreviewCoords:void 0,mediaPreviewChapter:void 0}),k=E=>{E!=null&&(Qa(E,_)||(_=Object.freeze({..._,...E}),d.forEach(w=>w(_))))},A=()=>{let E=Object.entries(a).reduce((w,[y,{get:ee}])=>(w[y]=ee(c),w),{});k(E)},f={},m,b=async(E,w)=>{var y,ee,Ii,yi,Nt,Ke,Ve,Mi,Et,uo,ho,mo,po,vo,Eo,fo;let Kd=!!m;if(m={...c,...m??{},...E},Kd)return;await Il(...Object.values(E));let Ht=d.length>0&&w===0&&o,go=c.media!==m.media,_o=((y=c.media)==null?void 0:y.textTracks)!==((ee=m.media)==null?void 0:ee.textTracks),bo=((Ii=c.media)==null?void 0:Ii.videoRenditions)!==((yi=m.media)==null?void 0:yi.videoRenditions),Ao=((Nt=c.media)==null?void 0:Nt.audioTracks)!==((Ke=m.media)==null?void 0:Ke.audioTracks),To=((Ve=c.media)==null?void 0:Ve.remote)!==((Mi=m.media)==null?void 0:Mi.remote),So=c.documentElement!==m.documentElement,ko=!!c.media&&(go||Ht),Io=!!((Et=c.media)!=null&&Et.textTracks)&&(_o||Ht),yo=!!((uo=c.media)!=null&&uo.videoRenditions)&&(bo||Ht),Mo=!!((ho=c.media)!=null&&ho.audioTracks)&&(Ao||Ht),wo=!!((mo=c.media)!=null&&mo.remote)&&(To||Ht),Lo=!!c.documentElement&&(So||Ht),ps=ko||Io||yo||Mo||wo||Lo,Wt=d.length===0&&w===1&&o,Ro=!!m.media&&(go||Wt),Do=!!((po=m.media)!=null&&po.textTracks)&&(_o||Wt),Co=!!((vo=m.media)!=null&&vo.videoRenditions)&&(bo||Wt),xo=!!((Eo=m.media)!=null&&Eo.audioTracks)&&(Ao||Wt),Oo=!!((fo=m.media)!=null&&fo.remote)&&(To||Wt),Uo=!!m.documentElement&&(So||Wt),Po=Ro||Do||Co||xo||Oo||Uo;if(!(ps||Po)){Object.entries(m).forEach(([C,wi])=>{c[C]=wi}),A(),m=void 0;return}Object.entries(a).forEach(([C,{get:wi,mediaEvents:Vd=[],textTracksEvents:Gd=[],videoRenditionsEvents:qd=[],audioTracksEvents:Yd=[],remoteEvents:Qd=[],rootEvents:zd=[],stateOwnersUpdateHandlers:Zd=[]}])=>{f[C]||(f[C]={});let oe=B=>{let V=wi(c,B);k({[C]:V})},z;z=f[C].mediaEvents,Vd.forEach(B=>{z&&ko&&(c.media.removeEventListener(B,z),f[C].mediaEvents=void 0),Ro&&(m.media.addEventListener(B,oe),f[C].mediaEvents=oe)}),z=f[C].textTracksEvents,Gd.forEach(B=>{var V,fe;z&&Io&&((V=c.media.textTracks)==null||V.removeEventListener(B,z),f[C].textTracksEvents=void 0),Do&&((fe=m.media.textTracks)==null||fe.addEventListener(B,oe),f[C].textTracksEvents=oe)}),z=f[C].videoRenditionsEvents,qd.forEach(B=>{var V,fe;z&&yo&&((V=c.media.videoRenditions)==null||V.removeEventListener(B,z),f[C].videoRenditionsEvents=void 0),Co&&((fe=m.media.videoRenditions)==null||fe.addEventListener(B,oe),f[C].videoRenditionsEvents=oe)}),z=f[C].audioTracksEvents,Yd.forEach(B=>{var V,fe;z&&Mo&&((V=c.media.audioTracks)==null||V.removeEventListener(B,z),f[C].audioTracksEvents=void 0),xo&&((fe=m.media.audioTracks)==null||fe.addEventListener(B,oe),f[C].audioTracksEvents=oe)}),z=f[C].remoteEvents,Qd.forEach(B=>{var V,fe;z&&wo&&((V=c.media.remote)==null||V.removeEventListener(B,z),f[C].remoteEvents=void 0),Oo&&((fe=m.media.remote)==null||fe.addEventListener(B,oe),f[C].remoteEvents=oe)}),z=f[C].rootEvents,zd.forEach(B=>{z&&Lo&&(c.documentElement.removeEventListener(B,z),f[C].rootEvents=void 0),Uo&&(m.documentElement.addEventListener(B,oe),f[C].rootEvents=oe)});let Ia=f[C].stateOwnersUpdateHandlers;if(Ia&&ps&&(Array.isArray(Ia)?Ia:[Ia]).forEach(V=>{typeof V=="function"&&V()}),Po){let B=Zd.map(V=>V(oe,m)).filter(V=>typeof V=="function");f[C].stateOwnersUpdateHandlers=B.length===1?B[0]:B}else ps&&(f[C].stateOwnersUpdateHandlers=void 0)}),Object.entries(m).forEach(([C,wi])=>{c[C]=wi}),A(),m=void 0};return b({media:t,fullscreenElement:e,documentElement:i,options:s}),{dispatch(E){let{type:w,detail:y}=E;if(r[w]&&_.mediaErrorCode==null){k(r[w](a,c,E));return}w==="mediaelementchangerequest"?b({media:y}):w==="fullscreenelementchangerequest"?b({fullscreenElement:y}):w==="documentelementchangerequest"?b({documentElement:y}):w==="optionschangerequest"&&(Object.entries(y??{}).forEach(([ee,Ii])=>{c.options[ee]=Ii}),A())},getState(){return _},subscribe(E){return b({},d.length+1),d.push(E),E(_),()=>{let w=d.indexOf(E);w>=0&&(b({},d.length-1),d.splice(w,1))}}}};var Ks=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},p=(t,e,i)=>(Ks(t,e,"read from private field"),i?i.call(t):e.get(t)),de=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},Ae=(t,e,i,a)=>(Ks(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),st=(t,e,i)=>(Ks(t,e,"access private method"),i),ze,Fi,R,ce,$i,we,Za,Ki,Xa,Hs,wt,Ja,Ws,Vi,ja,Bs,Ol,Ul=["ArrowLeft","ArrowRight","ArrowUp","ArrowDown","Enter"," ","f","m","k","c","l","j",">","<","p"],wl=10,Ll=.025,Rl=.25,Dc=.25,Cc=2,u={DEFAULT_SUBTITLES:"defaultsubtitles",DEFAULT_STREAM_TYPE:"defaultstreamtype",DEFAULT_DURATION:"defaultduration",FULLSCREEN_ELEMENT:"fullscreenelement",HOTKEYS:"hotkeys",KEYBOARD_BACKWARD_SEEK_OFFSET:"keyboardbackwardseekoffset",KEYBOARD_FORWARD_SEEK_OFFSET:"keyboardforwardseekoffset",KEYBOARD_DOWN_VOLUME_STEP:"keyboarddownvolumestep",KEYBOARD_UP_VOLUME_STEP:"keyboardupvolumestep",KEYS_USED:"keysused",LANG:"lang",LOOP:"loop",LIVE_EDGE_OFFSET:"liveedgeoffset",NO_AUTO_SEEK_TO_LIVE:"noautoseektolive",NO_DEFAULT_STORE:"nodefaultstore",NO_HOTKEYS:"nohotkeys",NO_MUTED_PREF:"nomutedpref",NO_SUBTITLES_LANG_PREF:"nosubtitleslangpref",NO_VOLUME_PREF:"novolumepref",SEEK_TO_LIVE_OFFSET:"seektoliveoffset"},Fs=class extends _t{constructor(){super(),de(this,Xa),de(this,Ja),de(this,Vi),de(this,Bs),this.mediaStateReceivers=[],this.associatedElementSubscriptions=new Map,de(this,ze,new rt(this,u.HOTKEYS)),de(this,Fi,void 0),de(this,R,void 0),de(this,ce,null),de(this,$i,void 0),de(this,we,void 0),de(this,Za,i=>{var a;(a=p(this,R))==null||a.dispatch(i)}),de(this,Ki,void 0),de(this,wt,i=>{let{key:a,shiftKey:r}=i;if(!(r&&(a==="/"||a==="?")||Ul.includes(a))){this.removeEventListener("keyup",p(this,wt));return}this.keyboardShortcutHandler(i)}),this.associateElement(this);let e={};Ae(this,$i,i=>{Object.entries(i).forEach(([a,r])=>{if(a in e&&e[a]===r)return;this.propagateMediaState(a,r);let s=a.toLowerCase(),o=new l.CustomEvent(Fo[s],{composed:!0,detail:r});this.dispatchEvent(o)}),e=i})}static get observedAttributes(){return super.observedAttributes.concat(u.NO_HOTKEYS,u.HOTKEYS,u.DEFAULT_STREAM_TYPE,u.DEFAULT_SUBTITLES,u.DEFAULT_DURATION,u.NO_MUTED_PREF,u.NO_VOLUME_PREF,u.LANG,u.LOOP,u.LIVE_EDGE_OFFSET,u.SEEK_TO_LIVE_OFFSET,u.NO_AUTO_SEEK_TO_LIVE)}get mediaStore(){return p(this,R)}set mediaStore(e){var i,a;if(p(this,R)&&((i=p(this,we))==null||i.call(this),Ae(this,we,void 0)),Ae(this,R,e),!p(this,R)&&!this.hasAttribute(u.NO_DEFAULT_STORE)){st(this,Xa,Hs).call(this);return}Ae(this,we,(a=p(this,R))==null?void 0:a.subscribe(p(this,$i)))}get fullscreenElement(){var e;return(e=p(this,Fi))!=null?e:this}set fullscreenElement(e){var i;this.hasAttribute(u.FULLSCREEN_ELEMENT)&&this.removeAttribute(u.FULLSCREEN_ELEMENT),Ae(this,Fi,e),(i=p(this,R))==null||i.dispatch({type:"fullscreenelementchangerequest",detail:this.fullscreenElement})}get defaultSubtitles(){return T(this,u.DEFAULT_SUBTITLES)}set defaultSubtitles(e){S(this,u.DEFAULT_SUBTITLES,e)}get defaultStreamType(){return L(this,u.DEFAULT_STREAM_TYPE)}set defaultStreamType(e){M(this,u.DEFAULT_STREAM_TYPE,e)}get defaultDuration(){return P(this,u.DEFAULT_DURATION)}set defaultDuration(e){N(this,u.DEFAULT_DURATION,e)}get noHotkeys(){return T(this,u.NO_HOTKEYS)}set noHotkeys(e){S(this,u.NO_HOTKEYS,e)}get keysUsed(){return L(this,u.KEYS_USED)}set keysUsed(e){M(this,u.KEYS_USED,e)}get liveEdgeOffset(){return P(this,u.LIVE_EDGE_OFFSET)}set liveEdgeOffset(e){N(this,u.LIVE_EDGE_OFFSET,e)}get noAutoSeekToLive(){return T(this,u.NO_AUTO_SEEK_TO_LIVE)}set noAutoSeekToLive(e){S(this,u.NO_AUTO_SEEK_TO_LIVE,e)}get noVolumePref(){return T(this,u.NO_VOLUME_PREF)}set noVolumePref(e){S(this,u.NO_VOLUME_PREF,e)}get noMutedPref(){return T(this,u.NO_MUTED_PREF)}set noMutedPref(e){S(this,u.NO_MUTED_PREF,e)}get noSubtitlesLangPref(){return T(this,u.NO_SUBTITLES_LANG_PREF)}set noSubtitlesLangPref(e){S(this,u.NO_SUBTITLES_LANG_PREF,e)}get noDefaultStore(){return T(this,u.NO_DEFAULT_STORE)}set noDefaultStore(e){S(this,u.NO_DEFAULT_STORE,e)}get resolvedLang(){return Zo()}attributeChangedCallback(e,i,a){var r,s,o,d,c,_,k,A,f,m,b,E;if(super.attributeChangedCallback(e,i,a),e===u.NO_HOTKEYS)a!==i&&a===""?(this.hasAttribute(u.HOTKEYS)&&console.warn("Media Chrome: Both `hotkeys` and `nohotkeys` have been set. All hotkeys will be disabled."),this.disableHotkeys()):a!==i&&a===null&&this.enableHotkeys(),st(this,Vi,ja).call(this);else if(e===u.HOTKEYS)p(this,ze).value=a,st(this,Vi,ja).call(this);else if(e===u.DEFAULT_SUBTITLES&&a!==i)(r=p(this,R))==null||r.dispatch({type:"optionschangerequest",detail:{defaultSubtitles:this.hasAttribute(u.DEFAULT_SUBTITLES)}});else if(e===u.DEFAULT_STREAM_TYPE)(o=p(this,R))==null||o.dispatch({type:"optionschangerequest",detail:{defaultStreamType:(s=this.getAttribute(u.DEFAULT_STREAM_TYPE))!=null?s:void 0}});else if(e===u.LIVE_EDGE_OFFSET&&a!==i)(d=p(this,R))==null||d.dispatch({type:"optionschangerequest",detail:{liveEdgeOffset:this.hasAttribute(u.LIVE_EDGE_OFFSET)?+this.getAttribute(u.LIVE_EDGE_OFFSET):void 0,seekToLiveOffset:this.hasAttribute(u.SEEK_TO_LIVE_OFFSET)?+this.getAttribute(u.SEEK_TO_LIVE_OFFSET):this.hasAttribute(u.LIVE_EDGE_OFFSET)?+this.getAttribute(u.LIVE_EDGE_OFFSET):void 0}});else if(e===u.SEEK_TO_LIVE_OFFSET&&a!==i)(c=p(this,R))==null||c.dispatch({type:"optionschangerequest",detail:{seekToLiveOffset:this.hasAttribute(u.SEEK_TO_LIVE_OFFSET)?+this.getAttribute(u.SEEK_TO_LIVE_OFFSET):this.hasAttribute(u.LIVE_EDGE_OFFSET)?+this.getAttribute(u.LIVE_EDGE_OFFSET):void 0}});else if(e===u.NO_AUTO_SEEK_TO_LIVE)(_=p(this,R))==null||_.dispatch({type:"optionschangerequest",detail:{noAutoSeekToLive:this.hasAttribute(u.NO_AUTO_SEEK_TO_LIVE)}});else if(e===u.FULLSCREEN_ELEMENT){let w=a?(k=this.getRootNode())==null?void 0:k.getElementById(a):void 0;Ae(this,Fi,w),(A=p(this,R))==null||A.dispatch({type:"fullscreenelementchangerequest",detail:this.fullscreenElement})}else e===u.LANG&&a!==i?(_s(a),(f=p(this,R))==null||f.dispatch({type:"optionschangerequest",detail:{mediaLang:a}})):e===u.LOOP&&a!==i?(m=p(this,R))==null||m.dispatch({type:h.MEDIA_LOOP_REQUEST,detail:a!=null}):e===u.NO_VOLUME_PREF&&a!==i?(b=p(this,R))==null||b.dispatch({type:"optionschangerequest",detail:{noVolumePref:this.hasAttribute(u.NO_VOLUME_PREF)}}):e===u.NO_MUTED_PREF&&a!==i&&((E=p(this,R))==null||E.dispatch({type:"optionschangerequest",detail:{noMutedPref:this.hasAttribute(u.NO_MUTED_PREF)}}))}connectedCallback(){var e,i,a;this.associateElement(this),!p(this,R)&&!this.hasAttribute(u.NO_DEFAULT_STORE)&&st(this,Xa,Hs).call(this),(e=p(this,R))==null||e.dispatch({type:"documentelementchangerequest",detail:H}),(i=p(this,R))==null||i.dispatch({type:"fullscreenelementchangerequest",detail:this.fullscreenElement}),super.connectedCallback(),p(this,R)&&!p(this,we)&&Ae(this,we,(a=p(this,R))==null?void 0:a.subscribe(p(this,$i))),p(this,Ki)!==void 0&&p(this,R)&&this.media&&setTimeout(()=>{var r,s,o;(s=(r=this.media)==null?void 0:r.textTracks)!=null&&s.length&&((o=p(this,R))==null||o.dispatch({type:h.MEDIA_TOGGLE_SUBTITLES_REQUEST,detail:p(this,Ki)}))},0),this.hasAttribute(u.NO_HOTKEYS)?this.disableHotkeys():this.enableHotkeys()}disconnectedCallback(){var e,i,a,r,s,o;if((e=super.disconnectedCallback)==null||e.call(this),this.disableHotkeys(),p(this,R)){let d=p(this,R).getState();Ae(this,Ki,!!((i=d.mediaSubtitlesShowing)!=null&&i.length)),(a=p(this,R))==null||a.dispatch({type:"fullscreenelementchangerequest",detail:void 0}),(r=p(this,R))==null||r.dispatch({type:"documentelementchangerequest",detail:void 0}),(s=p(this,R))==null||s.dispatch({type:h.MEDIA_TOGGLE_SUBTITLES_REQUEST,detail:!1})}p(this,we)&&((o=p(this,we))==null||o.call(this),Ae(this,we,void 0)),this.unassociateElement(this),p(this,ce)&&(p(this,ce).remove(),Ae(this,ce,null))}mediaSetCallback(e){var i;super.mediaSetCallback(e),(i=p(this,R))==null||i.dispatch({type:"mediaelementchangerequest",detail:e}),e.hasAttribute("tabindex")||(e.tabIndex=-1)}mediaUnsetCallback(e){var i;super.mediaUnsetCallback(e),(i=p(this,R))==null||i.dispatch({type:"mediaelementchangerequest",detail:void 0})}propagateMediaState(e,i){xl(this.mediaStateReceivers,e,i)}associateElement(e){if(!e)return;let{associatedElementSubscriptions:i}=this;if(i.has(e))return;let a=this.registerMediaStateReceiver.bind(this),r=this.unregisterMediaStateReceiver.bind(this),s=Hc(e,a,r);Object.values(h).forEach(o=>{e.addEventListener(o,p(this,Za))}),i.set(e,s)}unassociateElement(e){if(!e)return;let{associatedElementSubscriptions:i}=this;if(!i.has(e))return;i.get(e)(),i.delete(e),Object.values(h).forEach(r=>{e.removeEventListener(r,p(this,Za))})}registerMediaStateReceiver(e){if(!e)return;let i=this.mediaStateReceivers;i.indexOf(e)>-1||(i.push(e),p(this,R)&&Object.entries(p(this,R).getState()).forEach(([r,s])=>{xl([e],r,s)}))}unregisterMediaStateReceiver(e){let i=this.mediaStateReceivers,a=i.indexOf(e);a<0||i.splice(a,1)}enableHotkeys(){this.addEventListener("keydown",st(this,Ja,Ws))}disableHotkeys(){this.removeEventListener("keydown",st(this,Ja,Ws)),this.removeEventListener("keyup",p(this,wt))}get hotkeys(){return p(this,ze)}set hotkeys(e){M(this,u.HOTKEYS,e)}keyboardShortcutHandler(e){var i,a,r,s,o,d,c,_,k;let A=e.target;if(((r=(a=(i=A.getAttribute(u.KEYS_USED))==null?void 0:i.split(" "))!=null?a:A?.keysUsed)!=null?r:[]).map(y=>y==="Space"?" ":y).filter(Boolean).includes(e.key))return;let m,b,E;if(!(p(this,ze).contains(Fa(e.key))||e.shiftKey&&(e.key==="/"||e.key==="?")&&p(this,ze).contains("noshift+/")))switch(e.key){case" ":case"k":m=p(this,R).getState().mediaPaused?h.MEDIA_PLAY_REQUEST:h.MEDIA_PAUSE_REQUEST,this.dispatchEvent(new l.CustomEvent(m,{composed:!0,bubbles:!0}));break;case"m":m=this.mediaStore.getState().mediaVolumeLevel==="off"?h.MEDIA_UNMUTE_REQUEST:h.MEDIA_MUTE_REQUEST,this.dispatchEvent(new l.CustomEvent(m,{composed:!0,bubbles:!0}));break;case"f":m=this.mediaStore.getState().mediaIsFullscreen?h.MEDIA_EXIT_FULLSCREEN_REQUEST:h.MEDIA_ENTER_FULLSCREEN_REQUEST,this.dispatchEvent(new l.CustomEvent(m,{composed:!0,bubbles:!0}));break;case"c":this.dispatchEvent(new l.CustomEvent(h.MEDIA_TOGGLE_SUBTITLES_REQUEST,{composed:!0,bubbles:!0}));break;case"ArrowLeft":case"j":{let y=this.hasAttribute(u.KEYBOARD_BACKWARD_SEEK_OFFSET)?+this.getAttribute(u.KEYBOARD_BACKWARD_SEEK_OFFSET):wl;b=Math.max(((s=this.mediaStore.getState().mediaCurrentTime)!=null?s:0)-y,0),E=new l.CustomEvent(h.MEDIA_SEEK_REQUEST,{composed:!0,bubbles:!0,detail:b}),this.dispatchEvent(E);break}case"ArrowRight":case"l":{let y=this.hasAttribute(u.KEYBOARD_FORWARD_SEEK_OFFSET)?+this.getAttribute(u.KEYBOARD_FORWARD_SEEK_OFFSET):wl;b=Math.max(((o=this.mediaStore.getState().mediaCurrentTime)!=null?o:0)+y,0),E=new l.CustomEvent(h.MEDIA_SEEK_REQUEST,{composed:!0,bubbles:!0,detail:b}),this.dispatchEvent(E);break}case"ArrowUp":{let y=this.hasAttribute(u.KEYBOARD_UP_VOLUME_STEP)?+this.getAttribute(u.KEYBOARD_UP_VOLUME_STEP):Ll;b=Math.min(((d=this.mediaStore.getState().mediaVolume)!=null?d:1)+y,1),E=new l.CustomEvent(h.MEDIA_VOLUME_REQUEST,{composed:!0,bubbles:!0,detail:b}),this.dispatchEvent(E);break}case"ArrowDown":{let y=this.hasAttribute(u.KEYBOARD_DOWN_VOLUME_STEP)?+this.getAttribute(u.KEYBOARD_DOWN_VOLUME_STEP):Ll;b=Math.max(((c=this.mediaStore.getState().mediaVolume)!=null?c:1)-y,0),E=new l.CustomEvent(h.MEDIA_VOLUME_REQUEST,{composed:!0,bubbles:!0,detail:b}),this.dispatchEvent(E);break}case"<":{let y=(_=this.mediaStore.getState().mediaPlaybackRate)!=null?_:1;b=Math.max(y-Rl,Dc).toFixed(2),E=new l.CustomEvent(h.MEDIA_PLAYBACK_RATE_REQUEST,{composed:!0,bubbles:!0,detail:b}),this.dispatchEvent(E);break}case">":{let y=(k=this.mediaStore.getState().mediaPlaybackRate)!=null?k:1;b=Math.min(y+Rl,Cc).toFixed(2),E=new l.CustomEvent(h.MEDIA_PLAYBACK_RATE_REQUEST,{composed:!0,bubbles:!0,detail:b}),this.dispatchEvent(E);break}case"/":case"?":{e.shiftKey&&st(this,Bs,Ol).call(this);break}case"p":{m=this.mediaStore.getState().mediaIsPip?h.MEDIA_EXIT_PIP_REQUEST:h.MEDIA_ENTER_PIP_REQUEST,E=new l.CustomEvent(m,{composed:!0,bubbles:!0}),this.dispatchEvent(E);break}default:break}}};ze=new WeakMap;Fi=new WeakMap;R=new WeakMap;ce=new WeakMap;$i=new WeakMap;we=new WeakMap;Za=new WeakMap;Ki=new WeakMap;Xa=new WeakSet;Hs=function(){var t;this.mediaStore=Ml({media:this.media,fullscreenElement:this.fullscreenElement,options:{defaultSubtitles:this.hasAttribute(u.DEFAULT_SUBTITLES),defaultDuration:this.hasAttribute(u.DEFAULT_DURATION)?+this.getAttribute(u.DEFAULT_DURATION):void 0,defaultStreamType:(t=this.getAttribute(u.DEFAULT_STREAM_TYPE))!=null?t:void 0,liveEdgeOffset:this.hasAttribute(u.LIVE_EDGE_OFFSET)?+this.getAttribute(u.LIVE_EDGE_OFFSET):void 0,seekToLiveOffset:this.hasAttribute(u.SEEK_TO_LIVE_OFFSET)?+this.getAttribute(u.SEEK_TO_LIVE_OFFSET):this.hasAttribute(u.LIVE_EDGE_OFFSET)?+this.getAttribute(u.LIVE_EDGE_OFFSET):void 0,noAutoSeekToLive:this.hasAttribute(u.NO_AUTO_SEEK_TO_LIVE),noVolumePref:this.hasAttribute(u.NO_VOLUME_PREF),noMutedPref:this.hasAttribute(u.NO_MUTED_PREF),noSubtitlesLangPref:this.hasAttribute(u.NO_SUBTITLES_LANG_PREF)}})};wt=new WeakMap;Ja=new WeakSet;Ws=function(t){var e;let{metaKey:i,altKey:a,key:r,shiftKey:s}=t,o=s&&(r==="/"||r==="?");if(o&&((e=p(this,ce))!=null&&e.open)){this.removeEventListener("keyup",p(this,wt));return}if(i||a||!o&&!Ul.includes(r)){this.removeEventListener("keyup",p(this,wt));return}let d=t.target,c=d instanceof HTMLElement&&(d.tagName.toLowerCase()==="media-volume-range"||d.tagName.toLowerCase()==="media-time-range");[" ","ArrowLeft","ArrowRight","ArrowUp","ArrowDown"].includes(r)&&!p(this,ze).contains(Fa(r))&&!c&&t.preventDefault(),this.addEventListener("keyup",p(this,wt),{once:!0})};Vi=new WeakSet;ja=function(){p(this,ce)&&(p(this,ce).hotkeys=p(this,ze).value||void 0,(this.noHotkeys||p(this,ze).contains("noshift+/"))&&(p(this,ce).open=!1))};Bs=new WeakSet;Ol=function(){p(this,ce)||(Ae(this,ce,H.createElement("media-keyboard-shortcuts-dialog")),st(this,Vi,ja).call(this),this.appendChild(p(this,ce))),p(this,ce).open=!0};var xc=Object.values(n),Oc=Object.values(Es),Pl=t=>{var e,i,a,r;let{observedAttributes:s}=t.constructor;!s&&((e=t.nodeName)!=null&&e.includes("-"))&&(l.customElements.upgrade(t),{observedAttributes:s}=t.constructor);let o=(r=(a=(i=t?.getAttribute)==null?void 0:i.call(t,I.MEDIA_CHROME_ATTRIBUTES))==null?void 0:a.split)==null?void 0:r.call(a,/\s+/);return Array.isArray(s||o)?(s||o).filter(d=>xc.includes(d)):[]},Uc=t=>{var e,i;return(e=t.nodeName)!=null&&e.includes("-")&&l.customElements.get((i=t.nodeName)==null?void 0:i.toLowerCase())&&!(t instanceof l.customElements.get(t.nodeName.toLowerCase()))&&l.customElements.upgrade(t),Oc.some(a=>a in t)},$s=t=>Uc(t)||!!Pl(t).length,Dl=t=>{var e;return(e=t?.join)==null?void 0:e.call(t,":")},Cl={[n.MEDIA_SUBTITLES_LIST]:kt,[n.MEDIA_SUBTITLES_SHOWING]:kt,[n.MEDIA_SEEKABLE]:Dl,[n.MEDIA_BUFFERED]:t=>t?.map(Dl).join(" "),[n.MEDIA_PREVIEW_COORDS]:t=>t?.join(" "),[n.MEDIA_RENDITION_LIST]:ll,[n.MEDIA_AUDIO_TRACK_LIST]:cl},Pc=async(t,e,i)=>{var a,r;if(t.isConnected||await Va(0),typeof i=="boolean"||i==null)return S(t,e,i);if(typeof i=="number")return N(t,e,i);if(typeof i=="string")return M(t,e,i);if(Array.isArray(i)&&!i.length)return t.removeAttribute(e);let s=(r=(a=Cl[e])==null?void 0:a.call(Cl,i))!=null?r:i;return t.setAttribute(e,s)},Nc=t=>{var e;return!!((e=t.closest)!=null&&e.call(t,'*[slot="media"]'))},Mt=(t,e)=>{if(Nc(t))return;let i=(r,s)=>{var o,d;$s(r)&&s(r);let{children:c=[]}=r??{},_=(d=(o=r?.shadowRoot)==null?void 0:o.children)!=null?d:[];[...c,..._].forEach(A=>Mt(A,s))},a=t?.nodeName.toLowerCase();if(a.includes("-")&&!$s(t)){l.customElements.whenDefined(a).then(()=>{i(t,e)});return}i(t,e)},xl=(t,e,i)=>{t.forEach(a=>{if(e in a){a[e]=i;return}let r=Pl(a),s=e.toLowerCase();r.includes(s)&&Pc(a,s,i)})},Hc=(t,e,i)=>{Mt(t,e);let a=k=>{var A;let f=(A=k?.composedPath()[0])!=null?A:k.target;e(f)},r=k=>{var A;let f=(A=k?.composedPath()[0])!=null?A:k.target;i(f)};t.addEventListener(h.REGISTER_MEDIA_STATE_RECEIVER,a),t.addEventListener(h.UNREGISTER_MEDIA_STATE_RECEIVER,r);let s=k=>{k.forEach(A=>{let{addedNodes:f=[],removedNodes:m=[],type:b,target:E,attributeName:w}=A;b==="childList"?(Array.prototype.forEach.call(f,y=>Mt(y,e)),Array.prototype.forEach.call(m,y=>Mt(y,i))):b==="attributes"&&w===I.MEDIA_CHROME_ATTRIBUTES&&($s(E)?e(E):i(E))})},o=[],d=k=>{let A=k.target;A.name!=="media"&&(o.forEach(f=>Mt(f,i)),o=[...A.assignedElements({flatten:!0})],o.forEach(f=>Mt(f,e)))};t.addEventListener("slotchange",d);let c=new MutationObserver(s);return c.observe(t,{childList:!0,attributes:!0,subtree:!0}),()=>{Mt(t,i),t.removeEventListener("slotchange",d),c.disconnect(),t.removeEventListener(h.REGISTER_MEDIA_STATE_RECEIVER,a),t.removeEventListener(h.UNREGISTER_MEDIA_STATE_RECEIVER,r)}};l.customElements.get("media-controller")||l.customElements.define("media-controller",Fs);var Nl=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},er=(t,e,i)=>(Nl(t,e,"read from private field"),i?i.call(t):e.get(t)),Wc=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},tr=(t,e,i,a)=>(Nl(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),Le;function Bc(t){return`
    <style>
      :host {
        
        box-sizing: border-box;
        display: var(--media-control-display, var(--media-control-bar-display, inline-flex));
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        --media-loading-indicator-icon-height: 44px;
      }

      ::slotted(media-time-range),
      ::slotted(media-volume-range) {
        min-height: 100%;
      }

      ::slotted(media-time-range),
      ::slotted(media-clip-selector) {
        flex-grow: 1;
      }

      ::slotted([role="menu"]) {
        position: absolute;
      }
    </style>

    <slot></slot>
  `}var Gi=class extends l.HTMLElement{constructor(){if(super(),Wc(this,Le,void 0),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=F(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[I.MEDIA_CONTROLLER]}attributeChangedCallback(e,i,a){var r,s,o,d,c;e===I.MEDIA_CONTROLLER&&(i&&((s=(r=er(this,Le))==null?void 0:r.unassociateElement)==null||s.call(r,this),tr(this,Le,null)),a&&this.isConnected&&(tr(this,Le,(o=this.getRootNode())==null?void 0:o.getElementById(a)),(c=(d=er(this,Le))==null?void 0:d.associateElement)==null||c.call(d,this)))}connectedCallback(){var e,i,a;let r=this.getAttribute(I.MEDIA_CONTROLLER);r&&(tr(this,Le,(e=this.getRootNode())==null?void 0:e.getElementById(r)),(a=(i=er(this,Le))==null?void 0:i.associateElement)==null||a.call(i,this))}disconnectedCallback(){var e,i;(i=(e=er(this,Le))==null?void 0:e.unassociateElement)==null||i.call(e,this),tr(this,Le,null)}};Le=new WeakMap;Gi.shadowRootOptions={mode:"open"};Gi.getTemplateHTML=Bc;l.customElements.get("media-control-bar")||l.customElements.define("media-control-bar",Gi);var ti={PLACEMENT:"placement",BOUNDS:"bounds"};function Fc(t){return`
    <style>
      :host {
        --_tooltip-background-color: var(--media-tooltip-background-color, var(--media-secondary-color, rgba(20, 20, 30, .7)));
        --_tooltip-background: var(--media-tooltip-background, var(--_tooltip-background-color));
        --_tooltip-arrow-half-width: calc(var(--media-tooltip-arrow-width, 12px) / 2);
        --_tooltip-arrow-height: var(--media-tooltip-arrow-height, 5px);
        --_tooltip-arrow-background: var(--media-tooltip-arrow-color, var(--_tooltip-background-color));
        position: relative;
        pointer-events: none;
        display: var(--media-tooltip-display, inline-flex);
        justify-content: center;
        align-items: center;
        box-sizing: border-box;
        z-index: var(--media-tooltip-z-index, 1);
        background: var(--_tooltip-background);
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        font: var(--media-font,
          var(--media-font-weight, 400)
          var(--media-font-size, 13px) /
          var(--media-text-content-height, var(--media-control-height, 18px))
          var(--media-font-family, helvetica neue, segoe ui, roboto, arial, sans-serif));
        padding: var(--media-tooltip-padding, .35em .7em);
        border: var(--media-tooltip-border, none);
        border-radius: var(--media-tooltip-border-radius, 5px);
        filter: var(--media-tooltip-filter, drop-shadow(0 0 4px rgba(0, 0, 0, .2)));
        white-space: var(--media-tooltip-white-space, nowrap);
      }

      :host([hidden]) {
        display: none;
      }

      img, svg {
        display: inline-block;
      }

      #arrow {
        position: absolute;
        width: 0px;
        height: 0px;
        border-style: solid;
        display: var(--media-tooltip-arrow-display, block);
      }

      :host(:not([placement])),
      :host([placement="top"]) {
        position: absolute;
        bottom: calc(100% + var(--media-tooltip-distance, 12px));
        left: 50%;
        transform: translate(calc(-50% - var(--media-tooltip-offset-x, 0px)), 0);
      }
      :host(:not([placement])) #arrow,
      :host([placement="top"]) #arrow {
        top: 100%;
        left: 50%;
        border-width: var(--_tooltip-arrow-height) var(--_tooltip-arrow-half-width) 0 var(--_tooltip-arrow-half-width);
        border-color: var(--_tooltip-arrow-background) transparent transparent transparent;
        transform: translate(calc(-50% + var(--media-tooltip-offset-x, 0px)), 0);
      }

      :host([placement="right"]) {
        position: absolute;
        left: calc(100% + var(--media-tooltip-distance, 12px));
        top: 50%;
        transform: translate(0, -50%);
      }
      :host([placement="right"]) #arrow {
        top: 50%;
        right: 100%;
        border-width: var(--_tooltip-arrow-half-width) var(--_tooltip-arrow-height) var(--_tooltip-arrow-half-width) 0;
        border-color: transparent var(--_tooltip-arrow-background) transparent transparent;
        transform: translate(0, -50%);
      }

      :host([placement="bottom"]) {
        position: absolute;
        top: calc(100% + var(--media-tooltip-distance, 12px));
        left: 50%;
        transform: translate(calc(-50% - var(--media-tooltip-offset-x, 0px)), 0);
      }
      :host([placement="bottom"]) #arrow {
        bottom: 100%;
        left: 50%;
        border-width: 0 var(--_tooltip-arrow-half-width) var(--_tooltip-arrow-height) var(--_tooltip-arrow-half-width);
        border-color: transparent transparent var(--_tooltip-arrow-background) transparent;
        transform: translate(calc(-50% + var(--media-tooltip-offset-x, 0px)), 0);
      }

      :host([placement="left"]) {
        position: absolute;
        right: calc(100% + var(--media-tooltip-distance, 12px));
        top: 50%;
        transform: translate(0, -50%);
      }
      :host([placement="left"]) #arrow {
        top: 50%;
        left: 100%;
        border-width: var(--_tooltip-arrow-half-width) 0 var(--_tooltip-arrow-half-width) var(--_tooltip-arrow-height);
        border-color: transparent transparent transparent var(--_tooltip-arrow-background);
        transform: translate(0, -50%);
      }
      
      :host([placement="none"]) #arrow {
        display: none;
      }
    </style>
    <slot></slot>
    <div id="arrow"></div>
  `}var ii=class extends l.HTMLElement{constructor(){if(super(),this.updateXOffset=()=>{var e;if(!Da(this,{checkOpacity:!1,checkVisibilityCSS:!1}))return;let i=this.placement;if(i==="left"||i==="right"){this.style.removeProperty("--media-tooltip-offset-x");return}let a=getComputedStyle(this),r=(e=Me(this,"#"+this.bounds))!=null?e:G(this);if(!r)return;let{x:s,width:o}=r.getBoundingClientRect(),{x:d,width:c}=this.getBoundingClientRect(),_=d+c,k=s+o,A=a.getPropertyValue("--media-tooltip-offset-x"),f=A?parseFloat(A.replace("px","")):0,m=a.getPropertyValue("--media-tooltip-container-margin"),b=m?parseFloat(m.replace("px","")):0,E=d-s+f-b,w=_-k+f+b;if(E<0){this.style.setProperty("--media-tooltip-offset-x",`${E}px`);return}if(w>0){this.style.setProperty("--media-tooltip-offset-x",`${w}px`);return}this.style.removeProperty("--media-tooltip-offset-x")},!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=F(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}if(this.arrowEl=this.shadowRoot.querySelector("#arrow"),Object.prototype.hasOwnProperty.call(this,"placement")){let e=this.placement;delete this.placement,this.placement=e}}static get observedAttributes(){return[ti.PLACEMENT,ti.BOUNDS]}get placement(){return L(this,ti.PLACEMENT)}set placement(e){M(this,ti.PLACEMENT,e)}get bounds(){return L(this,ti.BOUNDS)}set bounds(e){M(this,ti.BOUNDS,e)}};ii.shadowRootOptions={mode:"open"};ii.getTemplateHTML=Fc;l.customElements.get("media-tooltip")||l.customElements.define("media-tooltip",ii);var Vs=ii;var Ys=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},q=(t,e,i)=>(Ys(t,e,"read from private field"),i?i.call(t):e.get(t)),Lt=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},ir=(t,e,i,a)=>(Ys(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),Hl=(t,e,i)=>(Ys(t,e,"access private method"),i),Re,ri,Gs,Wl,ot,ai,ar,qs,Bl,nt={TOOLTIP_PLACEMENT:"tooltipplacement",DISABLED:"disabled",NO_TOOLTIP:"notooltip"};function $c(t,e={}){return`
    <style>
      :host {
        position: relative;
        font: var(--media-font,
          var(--media-font-weight, bold)
          var(--media-font-size, 14px) /
          var(--media-text-content-height, var(--media-control-height, 24px))
          var(--media-font-family, helvetica neue, segoe ui, roboto, arial, sans-serif));
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        background: var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7)));
        padding: var(--media-button-padding, var(--media-control-padding, 10px));
        justify-content: var(--media-button-justify-content, center);
        display: inline-flex;
        align-items: center;
        vertical-align: middle;
        box-sizing: border-box;
        transition: background .15s linear;
        pointer-events: auto;
        cursor: var(--media-cursor, pointer);
        -webkit-tap-highlight-color: transparent;
      }

      
      :host(:focus-visible) {
        box-shadow: var(--media-focus-box-shadow, inset 0 0 0 2px rgb(27 127 204 / .9));
        outline: 0;
      }
      
      :host(:where(:focus)) {
        box-shadow: none;
        outline: 0;
      }

      :host(:hover) {
        background: var(--media-control-hover-background, rgba(50 50 70 / .7));
      }

      slot[name="icon"] {
        display: inline-flex;
        align-items: center;
      }

      svg, img, ::slotted(svg), ::slotted(img) {
        width: var(--media-button-icon-width);
        height: var(--media-button-icon-height, var(--media-control-height, 24px));
        transform: var(--media-button-icon-transform);
        transition: var(--media-button-icon-transition);
        fill: var(--media-icon-color, var(--media-primary-color, rgb(238 238 238)));
        vertical-align: middle;
        max-width: 100%;
        max-height: 100%;
        min-width: 100%;
      }

      media-tooltip {
        
        max-width: 0;
        overflow-x: clip;
        opacity: 0;
        transition: opacity .3s, max-width 0s 9s;
      }

      :host(:hover) media-tooltip,
      :host(:focus-visible) media-tooltip {
        max-width: 100vw;
        opacity: 1;
        transition: opacity .3s;
      }

      :host([notooltip]) slot[name="tooltip"] {
        display: none;
      }
    </style>

    ${this.getSlotTemplateHTML(t,e)}

    <slot name="tooltip">
      <media-tooltip part="tooltip" aria-hidden="true">
        <template shadowrootmode="${Vs.shadowRootOptions.mode}">
          ${Vs.getTemplateHTML({})}
        </template>
        <slot name="tooltip-content">
          ${this.getTooltipContentHTML(t)}
        </slot>
      </media-tooltip>
    </slot>
  `}function Kc(t,e){return`
    <slot></slot>
  `}function Vc(){return""}var Y=class extends l.HTMLElement{constructor(){if(super(),Lt(this,Gs),Lt(this,qs),Lt(this,Re,void 0),this.preventClick=!1,this.tooltipEl=null,Lt(this,ri,e=>{this.preventClick||this.handleClick(e),setTimeout(q(this,ot),0)}),Lt(this,ot,()=>{var e,i;(i=(e=this.tooltipEl)==null?void 0:e.updateXOffset)==null||i.call(e)}),Lt(this,ai,e=>{let{key:i}=e;if(!this.keysUsed.includes(i)){this.removeEventListener("keyup",q(this,ai));return}this.preventClick||this.handleClick(e)}),Lt(this,ar,e=>{let{metaKey:i,altKey:a,key:r}=e;if(i||a||!this.keysUsed.includes(r)){this.removeEventListener("keyup",q(this,ai));return}this.addEventListener("keyup",q(this,ai),{once:!0})}),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=F(this.attributes),i=this.constructor.getTemplateHTML(e);this.shadowRoot.setHTMLUnsafe?this.shadowRoot.setHTMLUnsafe(i):this.shadowRoot.innerHTML=i}this.tooltipEl=this.shadowRoot.querySelector("media-tooltip")}static get observedAttributes(){return["disabled",nt.TOOLTIP_PLACEMENT,I.MEDIA_CONTROLLER,n.MEDIA_LANG]}enable(){this.addEventListener("click",q(this,ri)),this.addEventListener("keydown",q(this,ar)),this.tabIndex=0}disable(){this.removeEventListener("click",q(this,ri)),this.removeEventListener("keydown",q(this,ar)),this.removeEventListener("keyup",q(this,ai)),this.tabIndex=-1}attributeChangedCallback(e,i,a){var r,s,o,d,c;e===I.MEDIA_CONTROLLER?(i&&((s=(r=q(this,Re))==null?void 0:r.unassociateElement)==null||s.call(r,this),ir(this,Re,null)),a&&this.isConnected&&(ir(this,Re,(o=this.getRootNode())==null?void 0:o.getElementById(a)),(c=(d=q(this,Re))==null?void 0:d.associateElement)==null||c.call(d,this))):e==="disabled"&&a!==i?a==null?this.enable():this.disable():e===nt.TOOLTIP_PLACEMENT&&this.tooltipEl&&a!==i?this.tooltipEl.placement=a:e===n.MEDIA_LANG&&(this.shadowRoot.querySelector('slot[name="tooltip-content"]').innerHTML=this.constructor.getTooltipContentHTML()),Hl(this,Gs,Wl).call(this)&&q(this,ot).call(this)}connectedCallback(){var e,i,a;let{style:r}=U(this.shadowRoot,":host");r.setProperty("display",`var(--media-control-display, var(--${this.localName}-display, inline-flex))`),this.hasAttribute("disabled")?this.disable():this.enable(),this.setAttribute("role","button");let s=this.getAttribute(I.MEDIA_CONTROLLER);s&&(ir(this,Re,(e=this.getRootNode())==null?void 0:e.getElementById(s)),(a=(i=q(this,Re))==null?void 0:i.associateElement)==null||a.call(i,this)),l.customElements.whenDefined("media-tooltip").then(()=>Hl(this,qs,Bl).call(this))}disconnectedCallback(){var e,i;this.disable(),(i=(e=q(this,Re))==null?void 0:e.unassociateElement)==null||i.call(e,this),ir(this,Re,null),this.removeEventListener("mouseenter",q(this,ot)),this.removeEventListener("focus",q(this,ot)),this.removeEventListener("click",q(this,ri))}get keysUsed(){return["Enter"," "]}get tooltipPlacement(){return L(this,nt.TOOLTIP_PLACEMENT)}set tooltipPlacement(e){M(this,nt.TOOLTIP_PLACEMENT,e)}get mediaController(){return L(this,I.MEDIA_CONTROLLER)}set mediaController(e){M(this,I.MEDIA_CONTROLLER,e)}get disabled(){return T(this,nt.DISABLED)}set disabled(e){S(this,nt.DISABLED,e)}get noTooltip(){return T(this,nt.NO_TOOLTIP)}set noTooltip(e){S(this,nt.NO_TOOLTIP,e)}handleClick(e){}};Re=new WeakMap;ri=new WeakMap;Gs=new WeakSet;Wl=function(){try{return this.matches(":hover, :focus-visible")}catch{return this.matches(":hover, :focus")}};ot=new WeakMap;ai=new WeakMap;ar=new WeakMap;qs=new WeakSet;Bl=function(){this.addEventListener("mouseenter",q(this,ot)),this.addEventListener("focus",q(this,ot)),this.addEventListener("click",q(this,ri));let t=this.tooltipPlacement;t&&this.tooltipEl&&(this.tooltipEl.placement=t)};Y.shadowRootOptions={mode:"open"};Y.getTemplateHTML=$c;Y.getSlotTemplateHTML=Kc;Y.getTooltipContentHTML=Vc;l.customElements.get("media-chrome-button")||l.customElements.define("media-chrome-button",Y);var $l=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},Gc=(t,e,i)=>($l(t,e,"read from private field"),i?i.call(t):e.get(t)),qc=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},Yc=(t,e,i,a)=>($l(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),rr,Qc=`<svg aria-hidden="true" viewBox="0 0 26 24">
  <path d="M16 3v2.5h3.5V9H22V3h-6ZM4 9h2.5V5.5H10V3H4v6Zm15.5 9.5H16V21h6v-6h-2.5v3.5ZM6.5 15H4v6h6v-2.5H6.5V15Z"/>
</svg>`,zc=`<svg aria-hidden="true" viewBox="0 0 26 24">
  <path d="M18.5 6.5V3H16v6h6V6.5h-3.5ZM16 21h2.5v-3.5H22V15h-6v6ZM4 17.5h3.5V21H10v-6H4v2.5Zm3.5-11H4V9h6V3H7.5v3.5Z"/>
</svg>`;function Zc(t){return`
    <style>
      :host([${n.MEDIA_IS_FULLSCREEN}]) slot[name=icon] slot:not([name=exit]) {
        display: none !important;
      }

      
      :host(:not([${n.MEDIA_IS_FULLSCREEN}])) slot[name=icon] slot:not([name=enter]) {
        display: none !important;
      }

      :host([${n.MEDIA_IS_FULLSCREEN}]) slot[name=tooltip-enter],
      :host(:not([${n.MEDIA_IS_FULLSCREEN}])) slot[name=tooltip-exit] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="enter">${Qc}</slot>
      <slot name="exit">${zc}</slot>
    </slot>
  `}function Xc(){return`
    <slot name="tooltip-enter">${v("Enter fullscreen mode")}</slot>
    <slot name="tooltip-exit">${v("Exit fullscreen mode")}</slot>
  `}var Fl=t=>{let e=t.mediaIsFullscreen?v("exit fullscreen mode"):v("enter fullscreen mode");t.setAttribute("aria-label",e)},qi=class extends Y{constructor(){super(...arguments),qc(this,rr,null)}static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_IS_FULLSCREEN,n.MEDIA_FULLSCREEN_UNAVAILABLE]}connectedCallback(){super.connectedCallback(),Fl(this)}attributeChangedCallback(e,i,a){super.attributeChangedCallback(e,i,a),e===n.MEDIA_IS_FULLSCREEN&&Fl(this)}get mediaFullscreenUnavailable(){return L(this,n.MEDIA_FULLSCREEN_UNAVAILABLE)}set mediaFullscreenUnavailable(e){M(this,n.MEDIA_FULLSCREEN_UNAVAILABLE,e)}get mediaIsFullscreen(){return T(this,n.MEDIA_IS_FULLSCREEN)}set mediaIsFullscreen(e){S(this,n.MEDIA_IS_FULLSCREEN,e)}handleClick(e){Yc(this,rr,e);let i=Gc(this,rr)instanceof PointerEvent,a=this.mediaIsFullscreen?new l.CustomEvent(h.MEDIA_EXIT_FULLSCREEN_REQUEST,{composed:!0,bubbles:!0}):new l.CustomEvent(h.MEDIA_ENTER_FULLSCREEN_REQUEST,{composed:!0,bubbles:!0,detail:i});this.dispatchEvent(a)}};rr=new WeakMap;qi.getSlotTemplateHTML=Zc;qi.getTooltipContentHTML=Xc;l.customElements.get("media-fullscreen-button")||l.customElements.define("media-fullscreen-button",qi);var Vl=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},Yi=(t,e,i)=>(Vl(t,e,"read from private field"),i?i.call(t):e.get(t)),Kl=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},Qi=(t,e,i,a)=>(Vl(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),De,nr,sr={LOADING_DELAY:"loadingdelay",NO_AUTOHIDE:"noautohide"},Gl=500,Jc=`
<svg aria-hidden="true" viewBox="0 0 100 100">
  <path d="M73,50c0-12.7-10.3-23-23-23S27,37.3,27,50 M30.9,50c0-10.5,8.5-19.1,19.1-19.1S69.1,39.5,69.1,50">
    <animateTransform
       attributeName="transform"
       attributeType="XML"
       type="rotate"
       dur="1s"
       from="0 50 50"
       to="360 50 50"
       repeatCount="indefinite" />
  </path>
</svg>
`;function jc(t){return`
    <style>
      :host {
        display: var(--media-control-display, var(--media-loading-indicator-display, inline-block));
        vertical-align: middle;
        box-sizing: border-box;
        --_loading-indicator-delay: var(--media-loading-indicator-transition-delay, ${Gl}ms);
      }

      #status {
        color: rgba(0,0,0,0);
        width: 0px;
        height: 0px;
      }

      :host slot[name=icon] > *,
      :host ::slotted([slot=icon]) {
        opacity: var(--media-loading-indicator-opacity, 0);
        transition: opacity 0.15s;
      }

      :host([${n.MEDIA_LOADING}]:not([${n.MEDIA_PAUSED}])) slot[name=icon] > *,
      :host([${n.MEDIA_LOADING}]:not([${n.MEDIA_PAUSED}])) ::slotted([slot=icon]) {
        opacity: var(--media-loading-indicator-opacity, 1);
        transition: opacity 0.15s var(--_loading-indicator-delay);
      }

      :host #status {
        visibility: var(--media-loading-indicator-opacity, hidden);
        transition: visibility 0.15s;
      }

      :host([${n.MEDIA_LOADING}]:not([${n.MEDIA_PAUSED}])) #status {
        visibility: var(--media-loading-indicator-opacity, visible);
        transition: visibility 0.15s var(--_loading-indicator-delay);
      }

      svg, img, ::slotted(svg), ::slotted(img) {
        width: var(--media-loading-indicator-icon-width);
        height: var(--media-loading-indicator-icon-height, 100px);
        fill: var(--media-icon-color, var(--media-primary-color, rgb(238 238 238)));
        vertical-align: middle;
      }
    </style>

    <slot name="icon">${Jc}</slot>
    <div id="status" role="status" aria-live="polite">${v("media loading")}</div>
  `}var zi=class extends l.HTMLElement{constructor(){if(super(),Kl(this,De,void 0),Kl(this,nr,Gl),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=F(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[I.MEDIA_CONTROLLER,n.MEDIA_PAUSED,n.MEDIA_LOADING,sr.LOADING_DELAY]}attributeChangedCallback(e,i,a){var r,s,o,d,c;e===sr.LOADING_DELAY&&i!==a?this.loadingDelay=Number(a):e===I.MEDIA_CONTROLLER&&(i&&((s=(r=Yi(this,De))==null?void 0:r.unassociateElement)==null||s.call(r,this),Qi(this,De,null)),a&&this.isConnected&&(Qi(this,De,(o=this.getRootNode())==null?void 0:o.getElementById(a)),(c=(d=Yi(this,De))==null?void 0:d.associateElement)==null||c.call(d,this)))}connectedCallback(){var e,i,a;let r=this.getAttribute(I.MEDIA_CONTROLLER);r&&(Qi(this,De,(e=this.getRootNode())==null?void 0:e.getElementById(r)),(a=(i=Yi(this,De))==null?void 0:i.associateElement)==null||a.call(i,this))}disconnectedCallback(){var e,i;(i=(e=Yi(this,De))==null?void 0:e.unassociateElement)==null||i.call(e,this),Qi(this,De,null)}get loadingDelay(){return Yi(this,nr)}set loadingDelay(e){Qi(this,nr,e);let{style:i}=U(this.shadowRoot,":host");i.setProperty("--_loading-indicator-delay",`var(--media-loading-indicator-transition-delay, ${e}ms)`)}get mediaPaused(){return T(this,n.MEDIA_PAUSED)}set mediaPaused(e){S(this,n.MEDIA_PAUSED,e)}get mediaLoading(){return T(this,n.MEDIA_LOADING)}set mediaLoading(e){S(this,n.MEDIA_LOADING,e)}get mediaController(){return L(this,I.MEDIA_CONTROLLER)}set mediaController(e){M(this,I.MEDIA_CONTROLLER,e)}get noAutohide(){return T(this,sr.NO_AUTOHIDE)}set noAutohide(e){S(this,sr.NO_AUTOHIDE,e)}};De=new WeakMap;nr=new WeakMap;zi.shadowRootOptions={mode:"open"};zi.getTemplateHTML=jc;l.customElements.get("media-loading-indicator")||l.customElements.define("media-loading-indicator",zi);var eu=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="M16.5 12A4.5 4.5 0 0 0 14 8v2.18l2.45 2.45a4.22 4.22 0 0 0 .05-.63Zm2.5 0a6.84 6.84 0 0 1-.54 2.64L20 16.15A8.8 8.8 0 0 0 21 12a9 9 0 0 0-7-8.77v2.06A7 7 0 0 1 19 12ZM4.27 3 3 4.27 7.73 9H3v6h4l5 5v-6.73l4.25 4.25A6.92 6.92 0 0 1 14 18.7v2.06A9 9 0 0 0 17.69 19l2 2.05L21 19.73l-9-9L4.27 3ZM12 4 9.91 6.09 12 8.18V4Z"/>
</svg>`,ql=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="M3 9v6h4l5 5V4L7 9H3Zm13.5 3A4.5 4.5 0 0 0 14 8v8a4.47 4.47 0 0 0 2.5-4Z"/>
</svg>`,tu=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="M3 9v6h4l5 5V4L7 9H3Zm13.5 3A4.5 4.5 0 0 0 14 8v8a4.47 4.47 0 0 0 2.5-4ZM14 3.23v2.06a7 7 0 0 1 0 13.42v2.06a9 9 0 0 0 0-17.54Z"/>
</svg>`;function iu(t){return`
    <style>
      :host(:not([${n.MEDIA_VOLUME_LEVEL}])) slot[name=icon] slot:not([name=high]),
      :host([${n.MEDIA_VOLUME_LEVEL}=high]) slot[name=icon] slot:not([name=high]) {
        display: none !important;
      }

      :host([${n.MEDIA_VOLUME_LEVEL}=off]) slot[name=icon] slot:not([name=off]) {
        display: none !important;
      }

      :host([${n.MEDIA_VOLUME_LEVEL}=low]) slot[name=icon] slot:not([name=low]) {
        display: none !important;
      }

      :host([${n.MEDIA_VOLUME_LEVEL}=medium]) slot[name=icon] slot:not([name=medium]) {
        display: none !important;
      }

      :host(:not([${n.MEDIA_VOLUME_LEVEL}=off])) slot[name=tooltip-unmute],
      :host([${n.MEDIA_VOLUME_LEVEL}=off]) slot[name=tooltip-mute] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="off">${eu}</slot>
      <slot name="low">${ql}</slot>
      <slot name="medium">${ql}</slot>
      <slot name="high">${tu}</slot>
    </slot>
  `}function au(){return`
    <slot name="tooltip-mute">${v("Mute")}</slot>
    <slot name="tooltip-unmute">${v("Unmute")}</slot>
  `}var Yl=t=>{let i=t.mediaVolumeLevel==="off"?v("unmute"):v("mute");t.setAttribute("aria-label",i)},Zi=class extends Y{static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_VOLUME_LEVEL]}connectedCallback(){super.connectedCallback(),Yl(this)}attributeChangedCallback(e,i,a){super.attributeChangedCallback(e,i,a),e===n.MEDIA_VOLUME_LEVEL&&Yl(this)}get mediaVolumeLevel(){return L(this,n.MEDIA_VOLUME_LEVEL)}set mediaVolumeLevel(e){M(this,n.MEDIA_VOLUME_LEVEL,e)}handleClick(){let e=this.mediaVolumeLevel==="off"?h.MEDIA_UNMUTE_REQUEST:h.MEDIA_MUTE_REQUEST;this.dispatchEvent(new l.CustomEvent(e,{composed:!0,bubbles:!0}))}};Zi.getSlotTemplateHTML=iu;Zi.getTooltipContentHTML=au;l.customElements.get("media-mute-button")||l.customElements.define("media-mute-button",Zi);var Ql=`<svg aria-hidden="true" viewBox="0 0 28 24">
  <path d="M24 3H4a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h20a1 1 0 0 0 1-1V4a1 1 0 0 0-1-1Zm-1 16H5V5h18v14Zm-3-8h-7v5h7v-5Z"/>
</svg>`;function ru(t){return`
    <style>
      :host([${n.MEDIA_IS_PIP}]) slot[name=icon] slot:not([name=exit]) {
        display: none !important;
      }

      :host(:not([${n.MEDIA_IS_PIP}])) slot[name=icon] slot:not([name=enter]) {
        display: none !important;
      }

      :host([${n.MEDIA_IS_PIP}]) slot[name=tooltip-enter],
      :host(:not([${n.MEDIA_IS_PIP}])) slot[name=tooltip-exit] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="enter">${Ql}</slot>
      <slot name="exit">${Ql}</slot>
    </slot>
  `}function su(){return`
    <slot name="tooltip-enter">${v("Enter picture in picture mode")}</slot>
    <slot name="tooltip-exit">${v("Exit picture in picture mode")}</slot>
  `}var zl=t=>{let e=t.mediaIsPip?v("exit picture in picture mode"):v("enter picture in picture mode");t.setAttribute("aria-label",e)},Xi=class extends Y{static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_IS_PIP,n.MEDIA_PIP_UNAVAILABLE]}connectedCallback(){super.connectedCallback(),zl(this)}attributeChangedCallback(e,i,a){super.attributeChangedCallback(e,i,a),e===n.MEDIA_IS_PIP&&zl(this)}get mediaPipUnavailable(){return L(this,n.MEDIA_PIP_UNAVAILABLE)}set mediaPipUnavailable(e){M(this,n.MEDIA_PIP_UNAVAILABLE,e)}get mediaIsPip(){return T(this,n.MEDIA_IS_PIP)}set mediaIsPip(e){S(this,n.MEDIA_IS_PIP,e)}handleClick(){let e=this.mediaIsPip?h.MEDIA_EXIT_PIP_REQUEST:h.MEDIA_ENTER_PIP_REQUEST;this.dispatchEvent(new l.CustomEvent(e,{composed:!0,bubbles:!0}))}};Xi.getSlotTemplateHTML=ru;Xi.getTooltipContentHTML=su;l.customElements.get("media-pip-button")||l.customElements.define("media-pip-button",Xi);var nu=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="m6 21 15-9L6 3v18Z"/>
</svg>`,ou=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="M6 20h4V4H6v16Zm8-16v16h4V4h-4Z"/>
</svg>`;function lu(t){return`
    <style>
      :host([${n.MEDIA_PAUSED}]) slot[name=pause],
      :host(:not([${n.MEDIA_PAUSED}])) slot[name=play] {
        display: none !important;
      }

      :host([${n.MEDIA_PAUSED}]) slot[name=tooltip-pause],
      :host(:not([${n.MEDIA_PAUSED}])) slot[name=tooltip-play] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="play">${nu}</slot>
      <slot name="pause">${ou}</slot>
    </slot>
  `}function du(){return`
    <slot name="tooltip-play">${v("Play")}</slot>
    <slot name="tooltip-pause">${v("Pause")}</slot>
  `}var Zl=t=>{let e=t.mediaPaused?v("play"):v("pause");t.setAttribute("aria-label",e)},Ji=class extends Y{static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_PAUSED,n.MEDIA_ENDED]}connectedCallback(){super.connectedCallback(),Zl(this)}attributeChangedCallback(e,i,a){super.attributeChangedCallback(e,i,a),(e===n.MEDIA_PAUSED||e===n.MEDIA_LANG)&&Zl(this)}get mediaPaused(){return T(this,n.MEDIA_PAUSED)}set mediaPaused(e){S(this,n.MEDIA_PAUSED,e)}handleClick(){let e=this.mediaPaused?h.MEDIA_PLAY_REQUEST:h.MEDIA_PAUSE_REQUEST;this.dispatchEvent(new l.CustomEvent(e,{composed:!0,bubbles:!0}))}};Ji.getSlotTemplateHTML=lu;Ji.getTooltipContentHTML=du;l.customElements.get("media-play-button")||l.customElements.define("media-play-button",Ji);var Xl=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},or=(t,e,i)=>(Xl(t,e,"read from private field"),i?i.call(t):e.get(t)),cu=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},lr=(t,e,i,a)=>(Xl(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),Ce;function uu(t){return`
    <style>
      :host {
        box-sizing: border-box;
        display: var(--media-control-display, var(--media-preview-thumbnail-display, inline-block));
        overflow: hidden;
      }

      img {
        display: none;
        position: relative;
      }
    </style>
    <img crossorigin loading="eager" decoding="async">
  `}var si=class extends l.HTMLElement{constructor(){if(super(),cu(this,Ce,void 0),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=F(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[I.MEDIA_CONTROLLER,n.MEDIA_PREVIEW_IMAGE,n.MEDIA_PREVIEW_COORDS]}connectedCallback(){var e,i,a;let r=this.getAttribute(I.MEDIA_CONTROLLER);r&&(lr(this,Ce,(e=this.getRootNode())==null?void 0:e.getElementById(r)),(a=(i=or(this,Ce))==null?void 0:i.associateElement)==null||a.call(i,this))}disconnectedCallback(){var e,i;(i=(e=or(this,Ce))==null?void 0:e.unassociateElement)==null||i.call(e,this),lr(this,Ce,null)}attributeChangedCallback(e,i,a){var r,s,o,d,c;[n.MEDIA_PREVIEW_IMAGE,n.MEDIA_PREVIEW_COORDS].includes(e)&&this.update(),e===I.MEDIA_CONTROLLER&&(i&&((s=(r=or(this,Ce))==null?void 0:r.unassociateElement)==null||s.call(r,this),lr(this,Ce,null)),a&&this.isConnected&&(lr(this,Ce,(o=this.getRootNode())==null?void 0:o.getElementById(a)),(c=(d=or(this,Ce))==null?void 0:d.associateElement)==null||c.call(d,this)))}get mediaPreviewImage(){return L(this,n.MEDIA_PREVIEW_IMAGE)}set mediaPreviewImage(e){M(this,n.MEDIA_PREVIEW_IMAGE,e)}get mediaPreviewCoords(){let e=this.getAttribute(n.MEDIA_PREVIEW_COORDS);if(e)return e.split(/\s+/).map(i=>+i)}set mediaPreviewCoords(e){if(!e){this.removeAttribute(n.MEDIA_PREVIEW_COORDS);return}this.setAttribute(n.MEDIA_PREVIEW_COORDS,e.join(" "))}update(){let e=this.mediaPreviewCoords,i=this.mediaPreviewImage;if(!(e&&i))return;let[a,r,s,o]=e,d=i.split("#")[0],c=getComputedStyle(this),{maxWidth:_,maxHeight:k,minWidth:A,minHeight:f}=c,m=c.getPropertyValue("--media-preview-thumbnail-object-fit").trim()||"contain",b,E;if(m==="fill"){let Ke=parseInt(_)/s,Ve=parseInt(k)/o,Mi=parseInt(A)/s,Et=parseInt(f)/o;b=Ke<1?Ke:Math.max(Ke,Mi),E=Ve<1?Ve:Math.max(Ve,Et)}else{let Ke=Math.min(parseInt(_)/s,parseInt(k)/o),Ve=Math.max(parseInt(A)/s,parseInt(f)/o),Et=Ke<1?Ke:Ve>1?Ve:1;b=Et,E=Et}let{style:w}=U(this.shadowRoot,":host"),y=U(this.shadowRoot,"img").style,ee=this.shadowRoot.querySelector("img"),yi=Math.min(b,E)<1?"min":"max";w.setProperty(`${yi}-width`,"initial","important"),w.setProperty(`${yi}-height`,"initial","important"),w.width=`${s*b}px`,w.height=`${o*E}px`;let Nt=()=>{y.width=`${this.imgWidth*b}px`,y.height=`${this.imgHeight*E}px`,y.display="block"};ee.src!==d&&(ee.onload=()=>{this.imgWidth=ee.naturalWidth,this.imgHeight=ee.naturalHeight,Nt(),ee.onload=null},ee.src=d,Nt()),Nt(),y.transform=`translate(-${a*b}px, -${r*E}px)`}};Ce=new WeakMap;si.shadowRootOptions={mode:"open"};si.getTemplateHTML=uu;l.customElements.get("media-preview-thumbnail")||l.customElements.define("media-preview-thumbnail",si);var Qs=si;var Jl=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},dr=(t,e,i)=>(Jl(t,e,"read from private field"),i?i.call(t):e.get(t)),hu=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},cr=(t,e,i,a)=>(Jl(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),xe;function mu(t,e={}){return`
    <style>
      :host {
        font: var(--media-font,
          var(--media-font-weight, normal)
          var(--media-font-size, 14px) /
          var(--media-text-content-height, var(--media-control-height, 24px))
          var(--media-font-family, helvetica neue, segoe ui, roboto, arial, sans-serif));
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        background: var(--media-text-background, var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7))));
        padding: var(--media-control-padding, 10px);
        display: inline-flex;
        justify-content: center;
        align-items: center;
        vertical-align: middle;
        box-sizing: border-box;
        text-align: center;
        pointer-events: auto;
      }

      
      :host(:focus-visible) {
        box-shadow: var(--media-focus-box-shadow, inset 0 0 0 2px rgb(27 127 204 / .9));
        outline: 0;
      }

      
      :host(:where(:focus)) {
        box-shadow: none;
        outline: 0;
      }
    </style>

    ${this.getSlotTemplateHTML(t,e)}
  `}function pu(t,e){return`
    <slot></slot>
  `}var he=class extends l.HTMLElement{constructor(){if(super(),hu(this,xe,void 0),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=F(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[I.MEDIA_CONTROLLER]}attributeChangedCallback(e,i,a){var r,s,o,d,c;e===I.MEDIA_CONTROLLER&&(i&&((s=(r=dr(this,xe))==null?void 0:r.unassociateElement)==null||s.call(r,this),cr(this,xe,null)),a&&this.isConnected&&(cr(this,xe,(o=this.getRootNode())==null?void 0:o.getElementById(a)),(c=(d=dr(this,xe))==null?void 0:d.associateElement)==null||c.call(d,this)))}connectedCallback(){var e,i,a;let{style:r}=U(this.shadowRoot,":host");r.setProperty("display",`var(--media-control-display, var(--${this.localName}-display, inline-flex))`);let s=this.getAttribute(I.MEDIA_CONTROLLER);s&&(cr(this,xe,(e=this.getRootNode())==null?void 0:e.getElementById(s)),(a=(i=dr(this,xe))==null?void 0:i.associateElement)==null||a.call(i,this))}disconnectedCallback(){var e,i;(i=(e=dr(this,xe))==null?void 0:e.unassociateElement)==null||i.call(e,this),cr(this,xe,null)}};xe=new WeakMap;he.shadowRootOptions={mode:"open"};he.getTemplateHTML=mu;he.getSlotTemplateHTML=pu;l.customElements.get("media-text-display")||l.customElements.define("media-text-display",he);var jl=[{singular:"hour",plural:"hours"},{singular:"minute",plural:"minutes"},{singular:"second",plural:"seconds"}],ed=(t,e)=>{let i=t===1?v(jl[e].singular):v(jl[e].plural);return`${t} ${i}`},Rt=t=>{if(!Jt(t))return"";let e=Math.abs(t),i=e!==t,a=new Date(0,0,0,0,0,e,0),s=[a.getHours(),a.getMinutes(),a.getSeconds()].map((o,d)=>o&&ed(o,d)).filter(o=>o).join(", ");return i?v("{time} remaining",{time:s}):e===0?ed(0,2):s};function Dt(t,e){let i=!1;t<0&&(i=!0,t=0-t),t=t<0?0:t;let a=Math.floor(t%60),r=Math.floor(t/60%60),s=Math.floor(t/3600),o=Math.floor(e/60%60),d=Math.floor(e/3600);return(isNaN(t)||t===1/0)&&(s=r=a="0"),s=s>0||d>0?s+":":"",r=((s||o>=10)&&r<10?"0"+r:r)+":",a=a<10?"0"+a:a,(i?"-":"")+s+r+a}var Rp=Object.freeze({length:0,start(t){let e=t>>>0;if(e>=this.length)throw new DOMException(`Failed to execute 'start' on 'TimeRanges': The index provided (${e}) is greater than or equal to the maximum bound (${this.length}).`);return 0},end(t){let e=t>>>0;if(e>=this.length)throw new DOMException(`Failed to execute 'end' on 'TimeRanges': The index provided (${e}) is greater than or equal to the maximum bound (${this.length}).`);return 0}});var id=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},td=(t,e,i)=>(id(t,e,"read from private field"),i?i.call(t):e.get(t)),vu=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},Eu=(t,e,i,a)=>(id(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),ji,zs=class extends he{constructor(){super(),vu(this,ji,void 0),Eu(this,ji,this.shadowRoot.querySelector("slot")),td(this,ji).textContent=Dt(0)}static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_PREVIEW_TIME]}attributeChangedCallback(e,i,a){super.attributeChangedCallback(e,i,a),e===n.MEDIA_PREVIEW_TIME&&a!=null&&(td(this,ji).textContent=Dt(parseFloat(a)))}get mediaPreviewTime(){return P(this,n.MEDIA_PREVIEW_TIME)}set mediaPreviewTime(e){N(this,n.MEDIA_PREVIEW_TIME,e)}};ji=new WeakMap;l.customElements.get("media-preview-time-display")||l.customElements.define("media-preview-time-display",zs);var Js=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},Te=(t,e,i)=>(Js(t,e,"read from private field"),i?i.call(t):e.get(t)),Ct=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},js=(t,e,i,a)=>(Js(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),dt=(t,e,i)=>(Js(t,e,"access private method"),i),ni,Oe,vr,en,rd,mr,tn,ea,ur,hr,Zs,lt={REMAINING:"remaining",SHOW_DURATION:"showduration",NO_TOGGLE:"notoggle"},ad=[...Object.values(lt),n.MEDIA_CURRENT_TIME,n.MEDIA_DURATION,n.MEDIA_SEEKABLE],sd=["Enter"," "],fu="&nbsp;/&nbsp;",Xs=(t,{timesSep:e=fu}={})=>{var i,a;let r=(i=t.mediaCurrentTime)!=null?i:0,[,s]=(a=t.mediaSeekable)!=null?a:[],o=0;Number.isFinite(t.mediaDuration)?o=t.mediaDuration:Number.isFinite(s)&&(o=s);let d=t.remaining?Dt(0-(o-r)):Dt(r);return t.showDuration?`${d}${e}${Dt(o)}`:d},gu=t=>{var e;let i=t.mediaCurrentTime,[,a]=(e=t.mediaSeekable)!=null?e:[],r=null;if(Number.isFinite(t.mediaDuration)?r=t.mediaDuration:Number.isFinite(a)&&(r=a),i==null||r===null){t.setAttribute("aria-description",v("video not loaded, unknown time."));return}let s=t.remaining?Rt(0-(r-i)):Rt(i);if(!t.showDuration){t.setAttribute("aria-description",s);return}let o=Rt(r),d=v("{currentTime} of {totalTime}",{currentTime:s,totalTime:o});t.setAttribute("aria-description",d)};function _u(t,e){return`
    <slot>${Xs(e)}</slot>
  `}var bu=t=>{t.setAttribute("aria-label",v("playback time"))},pr=class extends he{constructor(){super(),Ct(this,en),Ct(this,mr),Ct(this,ea),Ct(this,hr),Ct(this,ni,void 0),Ct(this,Oe,null),Ct(this,vr,e=>{let{metaKey:i,altKey:a,key:r}=e;if(i||a||!sd.includes(r)){this.removeEventListener("keyup",Te(this,Oe));return}this.addEventListener("keyup",Te(this,Oe))}),js(this,ni,this.shadowRoot.querySelector("slot")),Te(this,ni).innerHTML=`${Xs(this)}`}static get observedAttributes(){return[...super.observedAttributes,...ad,"disabled"]}connectedCallback(){let{style:e}=U(this.shadowRoot,":host(:hover:not([notoggle]))");e.setProperty("cursor","var(--media-cursor, pointer)"),e.setProperty("background","var(--media-control-hover-background, rgba(50 50 70 / .7))"),this.setAttribute("aria-label",v("playback time")),dt(this,ea,ur).call(this),super.connectedCallback()}toggleTimeDisplay(){this.noToggle||(this.hasAttribute("remaining")?this.removeAttribute("remaining"):this.setAttribute("remaining",""))}disconnectedCallback(){this.disable(),dt(this,mr,tn).call(this),super.disconnectedCallback()}attributeChangedCallback(e,i,a){bu(this),ad.includes(e)?this.update():e==="disabled"&&a!==i?a==null?dt(this,ea,ur).call(this):dt(this,hr,Zs).call(this):e===lt.NO_TOGGLE&&a!==i&&(this.noToggle?dt(this,hr,Zs).call(this):dt(this,ea,ur).call(this)),super.attributeChangedCallback(e,i,a)}enable(){this.noToggle||(this.tabIndex=0)}disable(){this.tabIndex=-1}get remaining(){return T(this,lt.REMAINING)}set remaining(e){S(this,lt.REMAINING,e)}get showDuration(){return T(this,lt.SHOW_DURATION)}set showDuration(e){S(this,lt.SHOW_DURATION,e)}get noToggle(){return T(this,lt.NO_TOGGLE)}set noToggle(e){S(this,lt.NO_TOGGLE,e)}get mediaDuration(){return P(this,n.MEDIA_DURATION)}set mediaDuration(e){N(this,n.MEDIA_DURATION,e)}get mediaCurrentTime(){return P(this,n.MEDIA_CURRENT_TIME)}set mediaCurrentTime(e){N(this,n.MEDIA_CURRENT_TIME,e)}get mediaSeekable(){let e=this.getAttribute(n.MEDIA_SEEKABLE);if(e)return e.split(":").map(i=>+i)}set mediaSeekable(e){if(e==null){this.removeAttribute(n.MEDIA_SEEKABLE);return}this.setAttribute(n.MEDIA_SEEKABLE,e.join(":"))}update(){let e=Xs(this);gu(this),e!==Te(this,ni).innerHTML&&(Te(this,ni).innerHTML=e)}};ni=new WeakMap;Oe=new WeakMap;vr=new WeakMap;en=new WeakSet;rd=function(){Te(this,Oe)||(js(this,Oe,t=>{let{key:e}=t;if(!sd.includes(e)){this.removeEventListener("keyup",Te(this,Oe));return}this.toggleTimeDisplay()}),this.addEventListener("keydown",Te(this,vr)),this.addEventListener("click",this.toggleTimeDisplay))};mr=new WeakSet;tn=function(){Te(this,Oe)&&(this.removeEventListener("keyup",Te(this,Oe)),this.removeEventListener("keydown",Te(this,vr)),this.removeEventListener("click",this.toggleTimeDisplay),js(this,Oe,null))};ea=new WeakSet;ur=function(){!this.noToggle&&!this.hasAttribute("disabled")&&(this.setAttribute("role","button"),this.enable(),dt(this,en,rd).call(this))};hr=new WeakSet;Zs=function(){this.removeAttribute("role"),this.disable(),dt(this,mr,tn).call(this)};pr.getSlotTemplateHTML=_u;l.customElements.get("media-time-display")||l.customElements.define("media-time-display",pr);var dn=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},$=(t,e,i)=>(dn(t,e,"read from private field"),i?i.call(t):e.get(t)),j=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},ct=(t,e,i,a)=>(dn(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),Se=(t,e,i)=>(dn(t,e,"access private method"),i),Ue,Ir,Er,fr,ke,Sr,gr,_r,br,cn,nd,Ar,an,Tr,rn,kr,un,sn,od,nn,ld,on,dd,ln,cd;function Au(t){return`
    <style>
      :host {
        --_focus-box-shadow: var(--media-focus-box-shadow, inset 0 0 0 2px rgb(27 127 204 / .9));
        --_media-range-padding: var(--media-range-padding, var(--media-control-padding, 10px));

        box-shadow: var(--_focus-visible-box-shadow, none);
        background: var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7)));
        height: calc(var(--media-control-height, 24px) + 2 * var(--_media-range-padding));
        display: inline-flex;
        align-items: center;
        
        vertical-align: middle;
        box-sizing: border-box;
        position: relative;
        width: 100px;
        transition: background .15s linear;
        cursor: var(--media-cursor, pointer);
        pointer-events: auto;
        touch-action: none; 
      }

      
      input[type=range]:focus {
        outline: 0;
      }
      input[type=range]:focus::-webkit-slider-runnable-track {
        outline: 0;
      }

      :host(:hover) {
        background: var(--media-control-hover-background, rgb(50 50 70 / .7));
      }

      #leftgap {
        padding-left: var(--media-range-padding-left, var(--_media-range-padding));
      }

      #rightgap {
        padding-right: var(--media-range-padding-right, var(--_media-range-padding));
      }

      #startpoint,
      #endpoint {
        position: absolute;
      }

      #endpoint {
        right: 0;
      }

      #container {
        
        width: var(--media-range-track-width, 100%);
        transform: translate(var(--media-range-track-translate-x, 0px), var(--media-range-track-translate-y, 0px));
        position: relative;
        height: 100%;
        display: flex;
        align-items: center;
        min-width: 40px;
      }

      #range {
        
        display: var(--media-time-range-hover-display, block);
        bottom: var(--media-time-range-hover-bottom, 0);
        height: var(--media-time-range-hover-height, max(100% , 25px));
        width: 100%;
        position: absolute;
        cursor: var(--media-cursor, pointer);

        -webkit-appearance: none; 
        -webkit-tap-highlight-color: transparent;
        background: transparent; 
        margin: 0;
        z-index: 1;
      }

      @media (hover: hover) {
        #range {
          bottom: var(--media-time-range-hover-bottom, 0);
          height: var(--media-time-range-hover-height, max(100%, 20px));
        }
      }

      
      
      #range::-webkit-slider-thumb {
        -webkit-appearance: none;
        background: transparent;
        width: .1px;
        height: .1px;
      }

      
      #range::-moz-range-thumb {
        background: transparent;
        border: transparent;
        width: .1px;
        height: .1px;
      }

      #appearance {
        height: var(--media-range-track-height, 4px);
        display: flex;
        flex-direction: column;
        justify-content: center;
        width: 100%;
        position: absolute;
        
        will-change: transform;
      }

      #track {
        background: var(--media-range-track-background, rgb(255 255 255 / .2));
        border-radius: var(--media-range-track-border-radius, 1px);
        border: var(--media-range-track-border, none);
        outline: var(--media-range-track-outline);
        outline-offset: var(--media-range-track-outline-offset);
        backdrop-filter: var(--media-range-track-backdrop-filter);
        -webkit-backdrop-filter: var(--media-range-track-backdrop-filter);
        box-shadow: var(--media-range-track-box-shadow, none);
        position: absolute;
        width: 100%;
        height: 100%;
        overflow: hidden;
      }

      #progress,
      #pointer {
        position: absolute;
        height: 100%;
        will-change: width;
      }

      #progress {
        background: var(--media-range-bar-color, var(--media-primary-color, rgb(238 238 238)));
        transition: var(--media-range-track-transition);
      }

      #pointer {
        background: var(--media-range-track-pointer-background);
        border-right: var(--media-range-track-pointer-border-right);
        transition: visibility .25s, opacity .25s;
        visibility: hidden;
        opacity: 0;
      }

      @media (hover: hover) {
        :host(:hover) #pointer {
          transition: visibility .5s, opacity .5s;
          visibility: visible;
          opacity: 1;
        }
      }

      #thumb,
      ::slotted([slot=thumb]) {
        width: var(--media-range-thumb-width, 10px);
        height: var(--media-range-thumb-height, 10px);
        transition: var(--media-range-thumb-transition);
        transform: var(--media-range-thumb-transform, none);
        opacity: var(--media-range-thumb-opacity, 1);
        translate: -50%;
        position: absolute;
        left: 0;
        cursor: var(--media-cursor, pointer);
      }

      #thumb {
        border-radius: var(--media-range-thumb-border-radius, 10px);
        background: var(--media-range-thumb-background, var(--media-primary-color, rgb(238 238 238)));
        box-shadow: var(--media-range-thumb-box-shadow, 1px 1px 1px transparent);
        border: var(--media-range-thumb-border, none);
      }

      :host([disabled]) #thumb {
        background-color: #777;
      }

      .segments #appearance {
        height: var(--media-range-segment-hover-height, 7px);
      }

      #track {
        clip-path: url(#segments-clipping);
      }

      #segments {
        --segments-gap: var(--media-range-segments-gap, 2px);
        position: absolute;
        width: 100%;
        height: 100%;
      }

      #segments-clipping {
        transform: translateX(calc(var(--segments-gap) / 2));
      }

      #segments-clipping:empty {
        display: none;
      }

      #segments-clipping rect {
        height: var(--media-range-track-height, 4px);
        y: calc((var(--media-range-segment-hover-height, 7px) - var(--media-range-track-height, 4px)) / 2);
        transition: var(--media-range-segment-transition, transform .1s ease-in-out);
        transform: var(--media-range-segment-transform, scaleY(1));
        transform-origin: center;
      }

      /* Visible label for accessibility - positioned off-screen but technically visible (Firefox requires visible labels) */
      #range-label {
        position: absolute;
        left: -10000px;
        background: var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7)));
        pointer-events: none;
      }
    </style>
    <div id="leftgap"></div>
    <div id="container">
      <div id="startpoint"></div>
      <div id="endpoint"></div>
      <div id="appearance">
        <div id="track" part="track">
          <div id="pointer"></div>
          <div id="progress" part="progress"></div>
        </div>
        <slot name="thumb">
          <div id="thumb" part="thumb"></div>
        </slot>
        <svg id="segments" aria-hidden="true"><clipPath id="segments-clipping"></clipPath></svg>
      </div>
        <input id="range" type="range" min="0" max="1" step="any" value="0">
        <label for="range" id="range-label"></label>

      ${this.getContainerTemplateHTML(t)}
    </div>
    <div id="rightgap"></div>
  `}function Tu(t){return""}var Pe=class extends l.HTMLElement{constructor(){if(super(),j(this,cn),j(this,Ar),j(this,Tr),j(this,kr),j(this,sn),j(this,nn),j(this,on),j(this,ln),j(this,Ue,void 0),j(this,Ir,void 0),j(this,Er,void 0),j(this,fr,void 0),j(this,ke,{}),j(this,Sr,[]),j(this,gr,()=>{if(this.range.matches(":focus-visible")){let{style:e}=U(this.shadowRoot,":host");e.setProperty("--_focus-visible-box-shadow","var(--_focus-box-shadow)")}}),j(this,_r,()=>{let{style:e}=U(this.shadowRoot,":host");e.removeProperty("--_focus-visible-box-shadow")}),j(this,br,()=>{let e=this.shadowRoot.querySelector("#segments-clipping");e&&e.parentNode.append(e)}),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=F(this.attributes),i=this.constructor.getTemplateHTML(e);this.shadowRoot.setHTMLUnsafe?this.shadowRoot.setHTMLUnsafe(i):this.shadowRoot.innerHTML=i}this.container=this.shadowRoot.querySelector("#container"),ct(this,Er,this.shadowRoot.querySelector("#startpoint")),ct(this,fr,this.shadowRoot.querySelector("#endpoint")),this.range=this.shadowRoot.querySelector("#range"),this.appearance=this.shadowRoot.querySelector("#appearance")}static get observedAttributes(){return["disabled","aria-disabled",I.MEDIA_CONTROLLER]}attributeChangedCallback(e,i,a){var r,s,o,d,c;e===I.MEDIA_CONTROLLER?(i&&((s=(r=$(this,Ue))==null?void 0:r.unassociateElement)==null||s.call(r,this),ct(this,Ue,null)),a&&this.isConnected&&(ct(this,Ue,(o=this.getRootNode())==null?void 0:o.getElementById(a)),(c=(d=$(this,Ue))==null?void 0:d.associateElement)==null||c.call(d,this))):(e==="disabled"||e==="aria-disabled"&&i!==a)&&(a==null?(this.range.removeAttribute(e),Se(this,Ar,an).call(this)):(this.range.setAttribute(e,a),Se(this,Tr,rn).call(this)))}connectedCallback(){var e,i,a;let{style:r}=U(this.shadowRoot,":host");r.setProperty("display",`var(--media-control-display, var(--${this.localName}-display, inline-flex))`),$(this,ke).pointer=U(this.shadowRoot,"#pointer"),$(this,ke).progress=U(this.shadowRoot,"#progress"),$(this,ke).thumb=U(this.shadowRoot,'#thumb, ::slotted([slot="thumb"])'),$(this,ke).activeSegment=U(this.shadowRoot,"#segments-clipping rect:nth-child(0)");let s=this.getAttribute(I.MEDIA_CONTROLLER);s&&(ct(this,Ue,(e=this.getRootNode())==null?void 0:e.getElementById(s)),(a=(i=$(this,Ue))==null?void 0:i.associateElement)==null||a.call(i,this)),this.updateBar(),this.shadowRoot.addEventListener("focusin",$(this,gr)),this.shadowRoot.addEventListener("focusout",$(this,_r)),Se(this,Ar,an).call(this),Ge(this.container,$(this,br))}disconnectedCallback(){var e,i;Se(this,Tr,rn).call(this),(i=(e=$(this,Ue))==null?void 0:e.unassociateElement)==null||i.call(e,this),ct(this,Ue,null),this.shadowRoot.removeEventListener("focusin",$(this,gr)),this.shadowRoot.removeEventListener("focusout",$(this,_r)),qe(this.container,$(this,br))}updatePointerBar(e){var i;(i=$(this,ke).pointer)==null||i.style.setProperty("width",`${this.getPointerRatio(e)*100}%`)}updateBar(){var e,i;let a=this.range.valueAsNumber*100;(e=$(this,ke).progress)==null||e.style.setProperty("width",`${a}%`),(i=$(this,ke).thumb)==null||i.style.setProperty("left",`${a}%`)}updateSegments(e){let i=this.shadowRoot.querySelector("#segments-clipping");if(i.textContent="",this.container.classList.toggle("segments",!!e?.length),!e?.length)return;let a=[...new Set([+this.range.min,...e.flatMap(s=>[s.start,s.end]),+this.range.max])];ct(this,Sr,[...a]);let r=a.pop();for(let[s,o]of a.entries()){let[d,c]=[s===0,s===a.length-1],_=d?"calc(var(--segments-gap) / -1)":`${o*100}%`,A=`calc(${((c?r:a[s+1])-o)*100}%${d||c?"":" - var(--segments-gap)"})`,f=H.createElementNS("http://www.w3.org/2000/svg","rect"),m=Di(this.shadowRoot,`#segments-clipping rect:nth-child(${s+1})`);m.style.setProperty("x",_),m.style.setProperty("width",A),i.append(f)}}getPointerRatio(e){return Go(e.clientX,e.clientY,$(this,Er).getBoundingClientRect(),$(this,fr).getBoundingClientRect())}get dragging(){return this.hasAttribute("dragging")}handleEvent(e){switch(e.type){case"pointermove":Se(this,ln,cd).call(this,e);break;case"input":this.updateBar();break;case"pointerenter":Se(this,sn,od).call(this,e);break;case"pointerdown":Se(this,kr,un).call(this,e);break;case"pointerup":Se(this,nn,ld).call(this);break;case"pointerleave":Se(this,on,dd).call(this);break}}get keysUsed(){return["ArrowUp","ArrowRight","ArrowDown","ArrowLeft"]}};Ue=new WeakMap;Ir=new WeakMap;Er=new WeakMap;fr=new WeakMap;ke=new WeakMap;Sr=new WeakMap;gr=new WeakMap;_r=new WeakMap;br=new WeakMap;cn=new WeakSet;nd=function(t){let e=$(this,ke).activeSegment;if(!e)return;let i=this.getPointerRatio(t),r=`#segments-clipping rect:nth-child(${$(this,Sr).findIndex((s,o,d)=>{let c=d[o+1];return c!=null&&i>=s&&i<=c})+1})`;(e.selectorText!=r||!e.style.transform)&&(e.selectorText=r,e.style.setProperty("transform","var(--media-range-segment-hover-transform, scaleY(2))"))};Ar=new WeakSet;an=function(){this.hasAttribute("disabled")||!this.isConnected||(this.addEventListener("input",this),this.addEventListener("pointerdown",this),this.addEventListener("pointerenter",this))};Tr=new WeakSet;rn=function(){var t,e;this.removeEventListener("input",this),this.removeEventListener("pointerdown",this),this.removeEventListener("pointerenter",this),this.removeEventListener("pointerleave",this),(t=l.window)==null||t.removeEventListener("pointerup",this),(e=l.window)==null||e.removeEventListener("pointermove",this)};kr=new WeakSet;un=function(t){var e;ct(this,Ir,t.composedPath().includes(this.range)),(e=l.window)==null||e.addEventListener("pointerup",this,{once:!0})};sn=new WeakSet;od=function(t){var e;t.pointerType!=="mouse"&&Se(this,kr,un).call(this,t),this.addEventListener("pointerleave",this,{once:!0}),(e=l.window)==null||e.addEventListener("pointermove",this)};nn=new WeakSet;ld=function(){var t;(t=l.window)==null||t.removeEventListener("pointerup",this),this.toggleAttribute("dragging",!1),this.range.disabled=this.hasAttribute("disabled")};on=new WeakSet;dd=function(){var t,e;this.removeEventListener("pointerleave",this),(t=l.window)==null||t.removeEventListener("pointermove",this),this.toggleAttribute("dragging",!1),this.range.disabled=this.hasAttribute("disabled"),(e=$(this,ke).activeSegment)==null||e.style.removeProperty("transform")};ln=new WeakSet;cd=function(t){t.pointerType==="pen"&&t.buttons===0||(this.toggleAttribute("dragging",t.buttons===1||t.pointerType!=="mouse"),this.updatePointerBar(t),Se(this,cn,nd).call(this,t),this.dragging&&(t.pointerType!=="mouse"||!$(this,Ir))&&(this.range.disabled=!0,this.range.valueAsNumber=this.getPointerRatio(t),this.range.dispatchEvent(new Event("input",{bubbles:!0,composed:!0}))))};Pe.shadowRootOptions={mode:"open"};Pe.getTemplateHTML=Au;Pe.getContainerTemplateHTML=Tu;l.customElements.get("media-chrome-range")||l.customElements.define("media-chrome-range",Pe);var ud=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},Su=(t,e,i)=>(ud(t,e,"read from private field"),i?i.call(t):e.get(t)),ku=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},Iu=(t,e,i,a)=>(ud(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),yr,hn=class extends he{constructor(){super(),ku(this,yr,void 0),Iu(this,yr,this.shadowRoot.querySelector("slot"))}static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_PREVIEW_CHAPTER,n.MEDIA_LANG]}attributeChangedCallback(e,i,a){if(super.attributeChangedCallback(e,i,a),(e===n.MEDIA_PREVIEW_CHAPTER||e===n.MEDIA_LANG)&&a!==i&&a!=null)if(Su(this,yr).textContent=a,a!==""){let r=v("chapter: {chapterName}",{chapterName:a});this.setAttribute("aria-valuetext",r)}else this.removeAttribute("aria-valuetext")}get mediaPreviewChapter(){return L(this,n.MEDIA_PREVIEW_CHAPTER)}set mediaPreviewChapter(e){M(this,n.MEDIA_PREVIEW_CHAPTER,e)}};yr=new WeakMap;l.customElements.get("media-preview-chapter-display")||l.customElements.define("media-preview-chapter-display",hn);var hd=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},X=(t,e,i)=>(hd(t,e,"read from private field"),i?i.call(t):e.get(t)),Ne=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},ue=(t,e,i,a)=>(hd(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),yu=(t,e,i,a)=>({set _(r){ue(t,e,r,i)},get _(){return X(t,e,a)}}),oi,Mr,li,ta,wr,Lr,Rr,di,xt,Dr,Cr=class{constructor(e,i,a){Ne(this,oi,void 0),Ne(this,Mr,void 0),Ne(this,li,void 0),Ne(this,ta,void 0),Ne(this,wr,void 0),Ne(this,Lr,void 0),Ne(this,Rr,void 0),Ne(this,di,void 0),Ne(this,xt,0),Ne(this,Dr,(r=performance.now())=>{ue(this,xt,requestAnimationFrame(X(this,Dr))),ue(this,ta,performance.now()-X(this,li));let s=1e3/this.fps;if(X(this,ta)>s){ue(this,li,r-X(this,ta)%s);let o=1e3/((r-X(this,Mr))/++yu(this,wr)._),d=(r-X(this,Lr))/1e3/this.duration,c=X(this,Rr)+d*this.playbackRate;c-X(this,oi).valueAsNumber>0?ue(this,di,this.playbackRate/this.duration/o):(ue(this,di,.995*X(this,di)),c=X(this,oi).valueAsNumber+X(this,di)),this.callback(c)}}),ue(this,oi,e),this.callback=i,this.fps=a}start(){X(this,xt)===0&&(ue(this,li,performance.now()),ue(this,Mr,X(this,li)),ue(this,wr,0),X(this,Dr).call(this))}stop(){X(this,xt)!==0&&(cancelAnimationFrame(X(this,xt)),ue(this,xt,0))}update({start:e,duration:i,playbackRate:a}){let r=e-X(this,oi).valueAsNumber,s=Math.abs(i-this.duration);(r>0||r<-.5/i||s>=.5)&&this.callback(e),ue(this,Rr,e),ue(this,Lr,performance.now()),this.duration=i,this.playbackRate=a}};oi=new WeakMap;Mr=new WeakMap;li=new WeakMap;ta=new WeakMap;wr=new WeakMap;Lr=new WeakMap;Rr=new WeakMap;di=new WeakMap;xt=new WeakMap;Dr=new WeakMap;var fn=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},W=(t,e,i)=>(fn(t,e,"read from private field"),i?i.call(t):e.get(t)),Q=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},me=(t,e,i,a)=>(fn(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),pe=(t,e,i)=>(fn(t,e,"access private method"),i),ci,ut,Ur,aa,Pr,Or,ra,sa,ui,hi,ia,mn,md,pn,Nr,gn,Hr,_n,Wr,bn,vn,pd,na,Br,En,vd,Mu=t=>{let e=t.range,i=Rt(+Ed(t)),a=Rt(+t.mediaSeekableEnd),r=i&&a?v("{currentTime} of {totalTime}",{currentTime:i,totalTime:a}):v("video not loaded, unknown time.");e.setAttribute("aria-valuetext",r)};function wu(t){return`
    <style>
      :host {
        --media-box-border-radius: 4px;
        --media-box-padding-left: 10px;
        --media-box-padding-right: 10px;
        --media-preview-border-radius: var(--media-box-border-radius);
        --media-box-arrow-offset: var(--media-box-border-radius);
        --_control-background: var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7)));
        --_preview-background: var(--media-preview-background, var(--_control-background));

        
        contain: layout;
      }

      #buffered {
        background: var(--media-time-range-buffered-color, rgb(255 255 255 / .4));
        position: absolute;
        height: 100%;
        will-change: width;
      }

      #preview-rail,
      #current-rail {
        width: 100%;
        position: absolute;
        left: 0;
        bottom: 100%;
        pointer-events: none;
        will-change: transform;
      }

      [part~="box"] {
        width: min-content;
        
        position: absolute;
        bottom: 100%;
        flex-direction: column;
        align-items: center;
        transform: translateX(-50%);
      }

      [part~="current-box"] {
        display: var(--media-current-box-display, var(--media-box-display, flex));
        margin: var(--media-current-box-margin, var(--media-box-margin, 0 0 5px));
        visibility: hidden;
      }

      [part~="preview-box"] {
        display: var(--media-preview-box-display, var(--media-box-display, flex));
        margin: var(--media-preview-box-margin, var(--media-box-margin, 0 0 5px));
        transition-property: var(--media-preview-transition-property, visibility, opacity);
        transition-duration: var(--media-preview-transition-duration-out, .25s);
        transition-delay: var(--media-preview-transition-delay-out, 0s);
        visibility: hidden;
        opacity: 0;
      }

      :host(:is([${n.MEDIA_PREVIEW_IMAGE}], [${n.MEDIA_PREVIEW_TIME}])[dragging]) [part~="preview-box"] {
        transition-duration: var(--media-preview-transition-duration-in, .5s);
        transition-delay: var(--media-preview-transition-delay-in, .25s);
        visibility: visible;
        opacity: 1;
      }

      @media (hover: hover) {
        :host(:is([${n.MEDIA_PREVIEW_IMAGE}], [${n.MEDIA_PREVIEW_TIME}]):hover) [part~="preview-box"] {
          transition-duration: var(--media-preview-transition-duration-in, .5s);
          transition-delay: var(--media-preview-transition-delay-in, .25s);
          visibility: visible;
          opacity: 1;
        }
      }

      media-preview-thumbnail,
      ::slotted(media-preview-thumbnail) {
        visibility: hidden;
        
        transition: visibility 0s .25s;
        transition-delay: calc(var(--media-preview-transition-delay-out, 0s) + var(--media-preview-transition-duration-out, .25s));
        background: var(--media-preview-thumbnail-background, var(--_preview-background));
        box-shadow: var(--media-preview-thumbnail-box-shadow, 0 0 4px rgb(0 0 0 / .2));
        max-width: var(--media-preview-thumbnail-max-width, 180px);
        max-height: var(--media-preview-thumbnail-max-height, 160px);
        min-width: var(--media-preview-thumbnail-min-width, 120px);
        min-height: var(--media-preview-thumbnail-min-height, 80px);
        border: var(--media-preview-thumbnail-border);
        border-radius: var(--media-preview-thumbnail-border-radius,
          var(--media-preview-border-radius) var(--media-preview-border-radius) 0 0);
      }

      :host([${n.MEDIA_PREVIEW_IMAGE}][dragging]) media-preview-thumbnail,
      :host([${n.MEDIA_PREVIEW_IMAGE}][dragging]) ::slotted(media-preview-thumbnail) {
        transition-delay: var(--media-preview-transition-delay-in, .25s);
        visibility: visible;
      }

      @media (hover: hover) {
        :host([${n.MEDIA_PREVIEW_IMAGE}]:hover) media-preview-thumbnail,
        :host([${n.MEDIA_PREVIEW_IMAGE}]:hover) ::slotted(media-preview-thumbnail) {
          transition-delay: var(--media-preview-transition-delay-in, .25s);
          visibility: visible;
        }

        :host([${n.MEDIA_PREVIEW_TIME}]:hover) {
          --media-time-range-hover-display: block;
        }
      }

      media-preview-chapter-display,
      ::slotted(media-preview-chapter-display) {
        font-size: var(--media-font-size, 13px);
        line-height: 17px;
        min-width: 0;
        visibility: hidden;
        
        transition: min-width 0s, border-radius 0s, margin 0s, padding 0s, visibility 0s;
        transition-delay: calc(var(--media-preview-transition-delay-out, 0s) + var(--media-preview-transition-duration-out, .25s));
        background: var(--media-preview-chapter-background, var(--_preview-background));
        border-radius: var(--media-preview-chapter-border-radius,
          var(--media-preview-border-radius) var(--media-preview-border-radius)
          var(--media-preview-border-radius) var(--media-preview-border-radius));
        padding: var(--media-preview-chapter-padding, 3.5px 9px);
        margin: var(--media-preview-chapter-margin, 0 0 5px);
        text-shadow: var(--media-preview-chapter-text-shadow, 0 0 4px rgb(0 0 0 / .75));
      }

      :host([${n.MEDIA_PREVIEW_IMAGE}]) media-preview-chapter-display,
      :host([${n.MEDIA_PREVIEW_IMAGE}]) ::slotted(media-preview-chapter-display) {
        transition-delay: var(--media-preview-transition-delay-in, .25s);
        border-radius: var(--media-preview-chapter-border-radius, 0);
        padding: var(--media-preview-chapter-padding, 3.5px 9px 0);
        margin: var(--media-preview-chapter-margin, 0);
        min-width: 100%;
      }

      media-preview-chapter-display[${n.MEDIA_PREVIEW_CHAPTER}],
      ::slotted(media-preview-chapter-display[${n.MEDIA_PREVIEW_CHAPTER}]) {
        visibility: visible;
      }

      media-preview-chapter-display:not([aria-valuetext]),
      ::slotted(media-preview-chapter-display:not([aria-valuetext])) {
        display: none;
      }

      media-preview-time-display,
      ::slotted(media-preview-time-display),
      media-time-display,
      ::slotted(media-time-display) {
        font-size: var(--media-font-size, 13px);
        line-height: 17px;
        min-width: 0;
        
        transition: min-width 0s, border-radius 0s;
        transition-delay: calc(var(--media-preview-transition-delay-out, 0s) + var(--media-preview-transition-duration-out, .25s));
        background: var(--media-preview-time-background, var(--_preview-background));
        border-radius: var(--media-preview-time-border-radius,
          var(--media-preview-border-radius) var(--media-preview-border-radius)
          var(--media-preview-border-radius) var(--media-preview-border-radius));
        padding: var(--media-preview-time-padding, 3.5px 9px);
        margin: var(--media-preview-time-margin, 0);
        text-shadow: var(--media-preview-time-text-shadow, 0 0 4px rgb(0 0 0 / .75));
        transform: translateX(min(
          max(calc(50% - var(--_box-width) / 2),
          calc(var(--_box-shift, 0))),
          calc(var(--_box-width) / 2 - 50%)
        ));
      }

      :host([${n.MEDIA_PREVIEW_IMAGE}]) media-preview-time-display,
      :host([${n.MEDIA_PREVIEW_IMAGE}]) ::slotted(media-preview-time-display) {
        transition-delay: var(--media-preview-transition-delay-in, .25s);
        border-radius: var(--media-preview-time-border-radius,
          0 0 var(--media-preview-border-radius) var(--media-preview-border-radius));
        min-width: 100%;
      }

      :host([${n.MEDIA_PREVIEW_TIME}]:hover) {
        --media-time-range-hover-display: block;
      }

      [part~="arrow"],
      ::slotted([part~="arrow"]) {
        display: var(--media-box-arrow-display, inline-block);
        transform: translateX(min(
          max(calc(50% - var(--_box-width) / 2 + var(--media-box-arrow-offset)),
          calc(var(--_box-shift, 0))),
          calc(var(--_box-width) / 2 - 50% - var(--media-box-arrow-offset))
        ));
        
        border-color: transparent;
        border-top-color: var(--media-box-arrow-background, var(--_control-background));
        border-width: var(--media-box-arrow-border-width,
          var(--media-box-arrow-height, 5px) var(--media-box-arrow-width, 6px) 0);
        border-style: solid;
        justify-content: center;
        height: 0;
      }
    </style>
    <div id="preview-rail">
      <slot name="preview" part="box preview-box">
        <media-preview-thumbnail>
          <template shadowrootmode="${Qs.shadowRootOptions.mode}">
            ${Qs.getTemplateHTML({})}
          </template>
        </media-preview-thumbnail>
        <media-preview-chapter-display></media-preview-chapter-display>
        <media-preview-time-display></media-preview-time-display>
        <slot name="preview-arrow"><div part="arrow"></div></slot>
      </slot>
    </div>
    <div id="current-rail">
      <slot name="current" part="box current-box">
        
      </slot>
    </div>
  `}var xr=(t,e=t.mediaCurrentTime)=>{let i=Number.isFinite(t.mediaSeekableStart)?t.mediaSeekableStart:0,a=Number.isFinite(t.mediaDuration)?t.mediaDuration:t.mediaSeekableEnd;if(Number.isNaN(a))return 0;let r=(e-i)/(a-i);return Math.max(0,Math.min(r,1))},Ed=(t,e=t.range.valueAsNumber)=>{let i=Number.isFinite(t.mediaSeekableStart)?t.mediaSeekableStart:0,a=Number.isFinite(t.mediaDuration)?t.mediaDuration:t.mediaSeekableEnd;return Number.isNaN(a)?0:e*(a-i)+i},oa=class extends Pe{constructor(){super(),Q(this,mn),Q(this,Nr),Q(this,Hr),Q(this,Wr),Q(this,vn),Q(this,na),Q(this,En),Q(this,ci,null),Q(this,ut,void 0),Q(this,Ur,void 0),Q(this,aa,void 0),Q(this,Pr,void 0),Q(this,Or,void 0),Q(this,ra,void 0),Q(this,sa,void 0),Q(this,ui,void 0),Q(this,hi,void 0),Q(this,ia,()=>{pe(this,mn,md).call(this)?W(this,ut).start():W(this,ut).stop()}),Q(this,pn,a=>{this.dragging||(Jt(a)&&(this.range.valueAsNumber=a),W(this,hi)||this.updateBar())}),this.shadowRoot.querySelector("#track").insertAdjacentHTML("afterbegin",'<div id="buffered" part="buffered"></div>'),me(this,Ur,this.shadowRoot.querySelectorAll('[part~="box"]')),me(this,Pr,this.shadowRoot.querySelector('[part~="preview-box"]')),me(this,Or,this.shadowRoot.querySelector('[part~="current-box"]'));let i=getComputedStyle(this);me(this,ra,parseInt(i.getPropertyValue("--media-box-padding-left"))),me(this,sa,parseInt(i.getPropertyValue("--media-box-padding-right"))),me(this,ut,new Cr(this.range,W(this,pn),60))}static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_PAUSED,n.MEDIA_DURATION,n.MEDIA_SEEKABLE,n.MEDIA_CURRENT_TIME,n.MEDIA_PREVIEW_IMAGE,n.MEDIA_PREVIEW_TIME,n.MEDIA_PREVIEW_CHAPTER,n.MEDIA_BUFFERED,n.MEDIA_PLAYBACK_RATE,n.MEDIA_LOADING,n.MEDIA_ENDED]}connectedCallback(){var e;super.connectedCallback(),this.range.setAttribute("aria-label",v("seek")),W(this,ia).call(this),me(this,ci,this.getRootNode()),(e=W(this,ci))==null||e.addEventListener("transitionstart",this)}disconnectedCallback(){var e;super.disconnectedCallback(),W(this,ut).stop(),(e=W(this,ci))==null||e.removeEventListener("transitionstart",this),me(this,ci,null)}attributeChangedCallback(e,i,a){super.attributeChangedCallback(e,i,a),i!=a&&(e===n.MEDIA_CURRENT_TIME||e===n.MEDIA_PAUSED||e===n.MEDIA_ENDED||e===n.MEDIA_LOADING||e===n.MEDIA_DURATION||e===n.MEDIA_SEEKABLE?(W(this,ut).update({start:xr(this),duration:this.mediaSeekableEnd-this.mediaSeekableStart,playbackRate:this.mediaPlaybackRate}),W(this,ia).call(this),Mu(this)):e===n.MEDIA_BUFFERED&&this.updateBufferedBar(),(e===n.MEDIA_DURATION||e===n.MEDIA_SEEKABLE)&&(this.mediaChaptersCues=W(this,ui),this.updateBar()))}get mediaChaptersCues(){return W(this,ui)}set mediaChaptersCues(e){var i;me(this,ui,e),this.updateSegments((i=W(this,ui))==null?void 0:i.map(a=>({start:xr(this,a.startTime),end:xr(this,a.endTime)})))}get mediaPaused(){return T(this,n.MEDIA_PAUSED)}set mediaPaused(e){S(this,n.MEDIA_PAUSED,e)}get mediaLoading(){return T(this,n.MEDIA_LOADING)}set mediaLoading(e){S(this,n.MEDIA_LOADING,e)}get mediaDuration(){return P(this,n.MEDIA_DURATION)}set mediaDuration(e){N(this,n.MEDIA_DURATION,e)}get mediaCurrentTime(){return P(this,n.MEDIA_CURRENT_TIME)}set mediaCurrentTime(e){N(this,n.MEDIA_CURRENT_TIME,e)}get mediaPlaybackRate(){return P(this,n.MEDIA_PLAYBACK_RATE,1)}set mediaPlaybackRate(e){N(this,n.MEDIA_PLAYBACK_RATE,e)}get mediaBuffered(){let e=this.getAttribute(n.MEDIA_BUFFERED);return e?e.split(" ").map(i=>i.split(":").map(a=>+a)):[]}set mediaBuffered(e){if(!e){this.removeAttribute(n.MEDIA_BUFFERED);return}let i=e.map(a=>a.join(":")).join(" ");this.setAttribute(n.MEDIA_BUFFERED,i)}get mediaSeekable(){let e=this.getAttribute(n.MEDIA_SEEKABLE);if(e)return e.split(":").map(i=>+i)}set mediaSeekable(e){if(e==null){this.removeAttribute(n.MEDIA_SEEKABLE);return}this.setAttribute(n.MEDIA_SEEKABLE,e.join(":"))}get mediaSeekableEnd(){var e;let[,i=this.mediaDuration]=(e=this.mediaSeekable)!=null?e:[];return i}get mediaSeekableStart(){var e;let[i=0]=(e=this.mediaSeekable)!=null?e:[];return i}get mediaPreviewImage(){return L(this,n.MEDIA_PREVIEW_IMAGE)}set mediaPreviewImage(e){M(this,n.MEDIA_PREVIEW_IMAGE,e)}get mediaPreviewTime(){return P(this,n.MEDIA_PREVIEW_TIME)}set mediaPreviewTime(e){N(this,n.MEDIA_PREVIEW_TIME,e)}get mediaEnded(){return T(this,n.MEDIA_ENDED)}set mediaEnded(e){S(this,n.MEDIA_ENDED,e)}updateBar(){super.updateBar(),this.updateBufferedBar(),this.updateCurrentBox()}updateBufferedBar(){var e;let i=this.mediaBuffered;if(!i.length)return;let a;if(this.mediaEnded)a=1;else{let s=this.mediaCurrentTime,[,o=this.mediaSeekableStart]=(e=i.find(([d,c])=>d<=s&&s<=c))!=null?e:[];a=xr(this,o)}let{style:r}=U(this.shadowRoot,"#buffered");r.setProperty("width",`${a*100}%`)}updateCurrentBox(){if(!this.shadowRoot.querySelector('slot[name="current"]').assignedElements().length)return;let i=U(this.shadowRoot,"#current-rail"),a=U(this.shadowRoot,'[part~="current-box"]'),r=pe(this,Nr,gn).call(this,W(this,Or)),s=pe(this,Hr,_n).call(this,r,this.range.valueAsNumber),o=pe(this,Wr,bn).call(this,r,this.range.valueAsNumber);i.style.transform=`translateX(${s})`,i.style.setProperty("--_range-width",`${r.range.width}`),a.style.setProperty("--_box-shift",`${o}`),a.style.setProperty("--_box-width",`${r.box.width}px`),a.style.setProperty("visibility","initial")}handleEvent(e){switch(super.handleEvent(e),e.type){case"input":pe(this,En,vd).call(this);break;case"pointermove":pe(this,vn,pd).call(this,e);break;case"pointerup":W(this,hi)&&me(this,hi,!1);break;case"pointerdown":me(this,hi,!0);break;case"pointerleave":pe(this,na,Br).call(this,null);break;case"transitionstart":te(e.target,this)&&setTimeout(()=>W(this,ia).call(this),0);break}}};ci=new WeakMap;ut=new WeakMap;Ur=new WeakMap;aa=new WeakMap;Pr=new WeakMap;Or=new WeakMap;ra=new WeakMap;sa=new WeakMap;ui=new WeakMap;hi=new WeakMap;ia=new WeakMap;mn=new WeakSet;md=function(){return this.isConnected&&!this.mediaPaused&&!this.mediaLoading&&!this.mediaEnded&&this.mediaSeekableEnd>0&&Da(this)};pn=new WeakMap;Nr=new WeakSet;gn=function(t){var e;let a=((e=this.getAttribute("bounds")?Me(this,`#${this.getAttribute("bounds")}`):this.parentElement)!=null?e:this).getBoundingClientRect(),r=this.range.getBoundingClientRect(),s=t.offsetWidth,o=-(r.left-a.left-s/2),d=a.right-r.left-s/2;return{box:{width:s,min:o,max:d},bounds:a,range:r}};Hr=new WeakSet;_n=function(t,e){let i=`${e*100}%`,{width:a,min:r,max:s}=t.box;if(!a)return i;if(Number.isNaN(r)||(i=`max(${`calc(1 / var(--_range-width) * 100 * ${r}% + var(--media-box-padding-left))`}, ${i})`),!Number.isNaN(s)){let d=`calc(1 / var(--_range-width) * 100 * ${s}% - var(--media-box-padding-right))`;i=`min(${i}, ${d})`}return i};Wr=new WeakSet;bn=function(t,e){let{width:i,min:a,max:r}=t.box,s=e*t.range.width;if(s<a+W(this,ra)){let o=t.range.left-t.bounds.left-W(this,ra);return`${s-i/2+o}px`}if(s>r-W(this,sa)){let o=t.bounds.right-t.range.right-W(this,sa);return`${s+i/2-o-t.range.width}px`}return 0};vn=new WeakSet;pd=function(t){let e=[...W(this,Ur)].some(k=>t.composedPath().includes(k));if(!this.dragging&&(e||!t.composedPath().includes(this))){pe(this,na,Br).call(this,null);return}let i=this.mediaSeekableEnd;if(!i)return;let a=U(this.shadowRoot,"#preview-rail"),r=U(this.shadowRoot,'[part~="preview-box"]'),s=pe(this,Nr,gn).call(this,W(this,Pr)),o=(t.clientX-s.range.left)/s.range.width;o=Math.max(0,Math.min(1,o));let d=pe(this,Hr,_n).call(this,s,o),c=pe(this,Wr,bn).call(this,s,o);a.style.transform=`translateX(${d})`,a.style.setProperty("--_range-width",`${s.range.width}`),r.style.setProperty("--_box-shift",`${c}`),r.style.setProperty("--_box-width",`${s.box.width}px`);let _=Math.round(W(this,aa))-Math.round(o*i);Math.abs(_)<1&&o>.01&&o<.99||(me(this,aa,o*i),pe(this,na,Br).call(this,W(this,aa)))};na=new WeakSet;Br=function(t){this.dispatchEvent(new l.CustomEvent(h.MEDIA_PREVIEW_REQUEST,{composed:!0,bubbles:!0,detail:t}))};En=new WeakSet;vd=function(){W(this,ut).stop();let t=Ed(this);this.dispatchEvent(new l.CustomEvent(h.MEDIA_SEEK_REQUEST,{composed:!0,bubbles:!0,detail:t}))};oa.shadowRootOptions={mode:"open"};oa.getContainerTemplateHTML=wu;l.customElements.get("media-time-range")||l.customElements.define("media-time-range",oa);var Lu=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},fd=(t,e,i)=>(Lu(t,e,"read from private field"),i?i.call(t):e.get(t)),Ru=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},Fr,Du=1,Cu=t=>t.mediaMuted?0:t.mediaVolume,xu=t=>`${Math.round(t*100)}%`,An=class extends Pe{constructor(){super(...arguments),Ru(this,Fr,()=>{let e=this.range.value,i=new l.CustomEvent(h.MEDIA_VOLUME_REQUEST,{composed:!0,bubbles:!0,detail:e});this.dispatchEvent(i)})}static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_VOLUME,n.MEDIA_MUTED,n.MEDIA_VOLUME_UNAVAILABLE]}connectedCallback(){super.connectedCallback(),this.range.setAttribute("aria-label",v("volume")),this.range.addEventListener("input",fd(this,Fr))}disconnectedCallback(){this.range.removeEventListener("input",fd(this,Fr)),super.disconnectedCallback()}attributeChangedCallback(e,i,a){super.attributeChangedCallback(e,i,a),(e===n.MEDIA_VOLUME||e===n.MEDIA_MUTED)&&(this.range.valueAsNumber=Cu(this),this.range.setAttribute("aria-valuetext",xu(this.range.valueAsNumber)),this.updateBar())}get mediaVolume(){return P(this,n.MEDIA_VOLUME,Du)}set mediaVolume(e){N(this,n.MEDIA_VOLUME,e)}get mediaMuted(){return T(this,n.MEDIA_MUTED)}set mediaMuted(e){S(this,n.MEDIA_MUTED,e)}get mediaVolumeUnavailable(){return L(this,n.MEDIA_VOLUME_UNAVAILABLE)}set mediaVolumeUnavailable(e){M(this,n.MEDIA_VOLUME_UNAVAILABLE,e)}};Fr=new WeakMap;l.customElements.get("media-volume-range")||l.customElements.define("media-volume-range",An);var ht=class extends Event{constructor({action:e="auto",relatedTarget:i,...a}){super("invoke",a),this.action=e,this.relatedTarget=i}},$r=class extends Event{constructor({newState:e,oldState:i,...a}){super("toggle",a),this.newState=e,this.oldState=i}};var Mn=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},ae=(t,e,i)=>(Mn(t,e,"read from private field"),i?i.call(t):e.get(t)),Ze=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},Tn=(t,e,i,a)=>(Mn(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),pi=(t,e,i)=>(Mn(t,e,"access private method"),i),Kr,da,Sn,gd,Gr,wn,Ln,_d,He,mi,kn,Vr,In;function Ou(t){return`
    <style>
      :host {
        transition: var(--media-menu-item-transition,
          background .15s linear,
          opacity .2s ease-in-out
        );
        outline: var(--media-menu-item-outline, 0);
        outline-offset: var(--media-menu-item-outline-offset, -1px);
        cursor: var(--media-cursor, pointer);
        display: flex;
        align-items: center;
        align-self: stretch;
        justify-self: stretch;
        white-space: nowrap;
        white-space-collapse: collapse;
        text-wrap: nowrap;
        padding: .4em .8em .4em 1em;
      }

      :host(:focus-visible) {
        box-shadow: var(--media-menu-item-focus-shadow, inset 0 0 0 2px rgb(27 127 204 / .9));
        outline: var(--media-menu-item-hover-outline, 0);
        outline-offset: var(--media-menu-item-hover-outline-offset,  var(--media-menu-item-outline-offset, -1px));
      }

      :host(:hover) {
        cursor: var(--media-cursor, pointer);
        background: var(--media-menu-item-hover-background, rgb(92 92 102 / .5));
        outline: var(--media-menu-item-hover-outline);
        outline-offset: var(--media-menu-item-hover-outline-offset,  var(--media-menu-item-outline-offset, -1px));
      }

      :host([aria-checked="true"]) {
        background: var(--media-menu-item-checked-background);
      }

      :host([hidden]) {
        display: none;
      }

      :host([disabled]) {
        pointer-events: none;
        color: rgba(255, 255, 255, .3);
      }

      slot:not([name]) {
        width: 100%;
      }

      slot:not([name="submenu"]) {
        display: inline-flex;
        align-items: center;
        transition: inherit;
        opacity: var(--media-menu-item-opacity, 1);
      }

      slot[name="description"] {
        justify-content: end;
      }

      slot[name="description"] > span {
        display: inline-block;
        margin-inline: 1em .2em;
        max-width: var(--media-menu-item-description-max-width, 100px);
        text-overflow: ellipsis;
        overflow: hidden;
        font-size: .8em;
        font-weight: 400;
        text-align: right;
        position: relative;
        top: .04em;
      }

      slot[name="checked-indicator"] {
        display: none;
      }

      :host(:is([role="menuitemradio"],[role="menuitemcheckbox"])) slot[name="checked-indicator"] {
        display: var(--media-menu-item-checked-indicator-display, inline-block);
      }

      
      svg, img, ::slotted(svg), ::slotted(img) {
        height: var(--media-menu-item-icon-height, var(--media-control-height, 24px));
        fill: var(--media-icon-color, var(--media-primary-color, rgb(238 238 238)));
        display: block;
      }

      
      [part~="indicator"],
      ::slotted([part~="indicator"]) {
        fill: var(--media-menu-item-indicator-fill,
          var(--media-icon-color, var(--media-primary-color, rgb(238 238 238))));
        height: var(--media-menu-item-indicator-height, 1.25em);
        margin-right: .5ch;
      }

      [part~="checked-indicator"] {
        visibility: hidden;
      }

      :host([aria-checked="true"]) [part~="checked-indicator"] {
        visibility: visible;
      }
    </style>
    <slot name="checked-indicator">
      <svg aria-hidden="true" viewBox="0 1 24 24" part="checked-indicator indicator">
        <path d="m10 15.17 9.193-9.191 1.414 1.414-10.606 10.606-6.364-6.364 1.414-1.414 4.95 4.95Z"/>
      </svg>
    </slot>
    <slot name="prefix"></slot>
    <slot></slot>
    <slot name="description"></slot>
    <slot name="suffix">
      ${this.getSuffixSlotInnerHTML(t)}
    </slot>
    <slot name="submenu"></slot>
  `}function Uu(t){return""}var ve={TYPE:"type",VALUE:"value",CHECKED:"checked",DISABLED:"disabled"},vi=class extends l.HTMLElement{constructor(){if(super(),Ze(this,Sn),Ze(this,Gr),Ze(this,Ln),Ze(this,Vr),Ze(this,Kr,!1),Ze(this,da,void 0),Ze(this,He,()=>{var e,i;this.submenuElement.items&&this.setAttribute("submenusize",`${this.submenuElement.items.length}`);let a=this.shadowRoot.querySelector('slot[name="description"]'),r=(e=this.submenuElement.checkedItems)==null?void 0:e[0],s=(i=r?.dataset.description)!=null?i:r?.text,o=H.createElement("span");o.textContent=s??"",a.replaceChildren(o)}),Ze(this,mi,e=>{let{key:i}=e;if(!this.keysUsed.includes(i)){this.removeEventListener("keyup",ae(this,mi));return}this.handleClick(e)}),Ze(this,kn,e=>{let{metaKey:i,altKey:a,key:r}=e;if(i||a||!this.keysUsed.includes(r)){this.removeEventListener("keyup",ae(this,mi));return}this.addEventListener("keyup",ae(this,mi),{once:!0})}),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=F(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[ve.TYPE,ve.DISABLED,ve.CHECKED,ve.VALUE]}enable(){this.hasAttribute("tabindex")||this.setAttribute("tabindex","-1"),la(this)&&!this.hasAttribute("aria-checked")&&this.setAttribute("aria-checked","false"),this.addEventListener("click",this),this.addEventListener("keydown",this)}disable(){this.removeAttribute("tabindex"),this.removeEventListener("click",this),this.removeEventListener("keydown",this),this.removeEventListener("keyup",this)}handleEvent(e){switch(e.type){case"slotchange":pi(this,Sn,gd).call(this,e);break;case"click":this.handleClick(e);break;case"keydown":ae(this,kn).call(this,e);break;case"keyup":ae(this,mi).call(this,e);break}}attributeChangedCallback(e,i,a){e===ve.CHECKED&&la(this)&&!ae(this,Kr)?this.setAttribute("aria-checked",a!=null?"true":"false"):e===ve.TYPE&&a!==i?this.role="menuitem"+a:e===ve.DISABLED&&a!==i&&(a==null?this.enable():this.disable())}connectedCallback(){this.hasAttribute(ve.DISABLED)||this.enable(),this.role="menuitem"+this.type,Tn(this,da,yn(this,this.parentNode)),pi(this,Vr,In).call(this),this.submenuElement&&pi(this,Gr,wn).call(this),this.shadowRoot.addEventListener("slotchange",this)}disconnectedCallback(){this.disable(),pi(this,Vr,In).call(this),Tn(this,da,null),this.shadowRoot.removeEventListener("slotchange",this)}get invokeTarget(){return this.getAttribute("invoketarget")}set invokeTarget(e){this.setAttribute("invoketarget",`${e}`)}get invokeTargetElement(){var e;return this.invokeTarget?(e=gt(this))==null?void 0:e.querySelector(`#${this.invokeTarget}`):this.submenuElement}get submenuElement(){return this.shadowRoot.querySelector('slot[name="submenu"]').assignedElements({flatten:!0})[0]}get type(){var e;return(e=this.getAttribute(ve.TYPE))!=null?e:""}set type(e){this.setAttribute(ve.TYPE,`${e}`)}get value(){var e;return(e=this.getAttribute(ve.VALUE))!=null?e:this.text}set value(e){this.setAttribute(ve.VALUE,e)}get text(){var e;return((e=this.textContent)!=null?e:"").trim()}get checked(){if(la(this))return this.getAttribute("aria-checked")==="true"}set checked(e){la(this)&&(Tn(this,Kr,!0),this.setAttribute("aria-checked",e?"true":"false"),e?this.part.add("checked"):this.part.remove("checked"))}handleClick(e){la(this)||this.invokeTargetElement&&te(this,e.target)&&this.invokeTargetElement.dispatchEvent(new ht({relatedTarget:this}))}get keysUsed(){return["Enter"," "]}};Kr=new WeakMap;da=new WeakMap;Sn=new WeakSet;gd=function(t){let e=t.target;if(!e?.name)for(let a of e.assignedNodes({flatten:!0}))a instanceof Text&&a.textContent.trim()===""&&a.remove();e.name==="submenu"&&(this.submenuElement?pi(this,Gr,wn).call(this):pi(this,Ln,_d).call(this))};Gr=new WeakSet;wn=async function(){this.setAttribute("aria-haspopup","menu"),this.setAttribute("aria-expanded",`${!this.submenuElement.hidden}`),this.submenuElement.addEventListener("change",ae(this,He)),this.submenuElement.addEventListener("addmenuitem",ae(this,He)),this.submenuElement.addEventListener("removemenuitem",ae(this,He)),ae(this,He).call(this)};Ln=new WeakSet;_d=function(){this.removeAttribute("aria-haspopup"),this.removeAttribute("aria-expanded"),this.submenuElement.removeEventListener("change",ae(this,He)),this.submenuElement.removeEventListener("addmenuitem",ae(this,He)),this.submenuElement.removeEventListener("removemenuitem",ae(this,He)),ae(this,He).call(this)};He=new WeakMap;mi=new WeakMap;kn=new WeakMap;Vr=new WeakSet;In=function(){var t;let e=(t=ae(this,da))==null?void 0:t.radioGroupItems;if(!e)return;let i=e.filter(a=>a.getAttribute("aria-checked")==="true").pop();i||(i=e[0]);for(let a of e)a.setAttribute("aria-checked","false");i?.setAttribute("aria-checked","true")};vi.shadowRootOptions={mode:"open"};vi.getTemplateHTML=Ou;vi.getSuffixSlotInnerHTML=Uu;function la(t){return t.type==="radio"||t.type==="checkbox"}function yn(t,e){if(!t)return null;let{host:i}=t.getRootNode();return!e&&i?yn(t,i):e?.items?e:yn(e,e?.parentNode)}l.customElements.get("media-chrome-menu-item")||l.customElements.define("media-chrome-menu-item",vi);function bd({anchor:t,floating:e,placement:i}){let a=Pu({anchor:t,floating:e}),{x:r,y:s}=Hu(a,i);return{x:r,y:s}}function Pu({anchor:t,floating:e}){return{anchor:Nu(t,e.offsetParent),floating:{x:0,y:0,width:e.offsetWidth,height:e.offsetHeight}}}function Nu(t,e){var i;let a=t.getBoundingClientRect(),r=(i=e?.getBoundingClientRect())!=null?i:{x:0,y:0};return{x:a.x-r.x,y:a.y-r.y,width:a.width,height:a.height}}function Hu({anchor:t,floating:e},i){let a=Wu(i)==="x"?"y":"x",r=a==="y"?"height":"width",s=Ad(i),o=t.x+t.width/2-e.width/2,d=t.y+t.height/2-e.height/2,c=t[r]/2-e[r]/2,_;switch(s){case"top":_={x:o,y:t.y-e.height};break;case"bottom":_={x:o,y:t.y+t.height};break;case"right":_={x:t.x+t.width,y:d};break;case"left":_={x:t.x-e.width,y:d};break;default:_={x:t.x,y:t.y}}switch(i.split("-")[1]){case"start":_[a]-=c;break;case"end":_[a]+=c;break}return _}function Ad(t){return t.split("-")[0]}function Wu(t){return["top","bottom"].includes(Ad(t))?"y":"x"}var Fn=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},D=(t,e,i)=>(Fn(t,e,"read from private field"),i?i.call(t):e.get(t)),x=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},Ee=(t,e,i,a)=>(Fn(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),O=(t,e,i)=>(Fn(t,e,"access private method"),i),We,mt,Xe,qr,ca,Ut,ma,Rn,Td,zr,$n,Zr,Yr,Dn,Cn,Sd,xn,kd,On,Id,Ei,fi,gi,pa,Xr,Kn,Un,yd,Vn,Md,Pn,wd,Gn,Ld,Nn,Rd,Hn,Dd,ua,Jr,Wn,Cd,ha,jr,Qr,Bn;function Be({type:t,text:e,value:i,checked:a}){let r=H.createElement("media-chrome-menu-item");r.type=t??"",r.part.add("menu-item"),t&&r.part.add(t),r.value=i,r.checked=a;let s=H.createElement("span");return s.textContent=e,r.append(s),r}function Ie(t,e){let i=t.querySelector(`:scope > [slot="${e}"]`);if(i?.nodeName=="SLOT"&&(i=i.assignedElements({flatten:!0})[0]),i)return i=i.cloneNode(!0),i;let a=t.shadowRoot.querySelector(`[name="${e}"] > svg`);return a?a.cloneNode(!0):""}function Bu(t){return`
    <style>
      :host {
        font: var(--media-font,
          var(--media-font-weight, normal)
          var(--media-font-size, 14px) /
          var(--media-text-content-height, var(--media-control-height, 24px))
          var(--media-font-family, helvetica neue, segoe ui, roboto, arial, sans-serif));
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        --_menu-bg: rgb(20 20 30 / .8);
        background: var(--media-menu-background, var(--media-control-background, var(--media-secondary-color, var(--_menu-bg))));
        border-radius: var(--media-menu-border-radius);
        border: var(--media-menu-border, none);
        display: var(--media-menu-display, inline-flex) !important;
        
        transition: var(--media-menu-transition-in,
          visibility 0s,
          opacity .2s ease-out,
          transform .15s ease-out,
          left .2s ease-in-out,
          min-width .2s ease-in-out,
          min-height .2s ease-in-out
        ) !important;
        
        visibility: var(--media-menu-visibility, visible);
        opacity: var(--media-menu-opacity, 1);
        max-height: var(--media-menu-max-height, var(--_menu-max-height, 300px));
        transform: var(--media-menu-transform-in, translateY(0) scale(1));
        flex-direction: column;
        
        min-height: 0;
        position: relative;
        bottom: var(--_menu-bottom);
        box-sizing: border-box;
      } 

      @-moz-document url-prefix() {
        :host{
          --_menu-bg: rgb(20 20 30);
        }
      }

      :host([hidden]) {
        transition: var(--media-menu-transition-out,
          visibility .15s ease-in,
          opacity .15s ease-in,
          transform .15s ease-in
        ) !important;
        visibility: var(--media-menu-hidden-visibility, hidden);
        opacity: var(--media-menu-hidden-opacity, 0);
        max-height: var(--media-menu-hidden-max-height,
          var(--media-menu-max-height, var(--_menu-max-height, 300px)));
        transform: var(--media-menu-transform-out, translateY(2px) scale(.99));
        pointer-events: none;
      }

      :host([slot="submenu"]) {
        background: none;
        width: 100%;
        min-height: 100%;
        position: absolute;
        bottom: 0;
        right: -100%;
      }

      #container {
        display: flex;
        flex-direction: column;
        min-height: 0;
        transition: transform .2s ease-out;
        transform: translate(0, 0);
      }

      #container.has-expanded {
        transition: transform .2s ease-in;
        transform: translate(-100%, 0);
      }

      button {
        background: none;
        color: inherit;
        border: none;
        padding: 0;
        font: inherit;
        outline: inherit;
        display: inline-flex;
        align-items: center;
      }

      slot[name="header"][hidden] {
        display: none;
      }

      slot[name="header"] > *,
      slot[name="header"]::slotted(*) {
        padding: .4em .7em;
        border-bottom: 1px solid rgb(255 255 255 / .25);
        cursor: var(--media-cursor, default);
      }

      slot[name="header"] > button[part~="back"],
      slot[name="header"]::slotted(button[part~="back"]) {
        cursor: var(--media-cursor, pointer);
      }

      svg[part~="back"] {
        height: var(--media-menu-icon-height, var(--media-control-height, 24px));
        fill: var(--media-icon-color, var(--media-primary-color, rgb(238 238 238)));
        display: block;
        margin-right: .5ch;
      }

      slot:not([name]) {
        gap: var(--media-menu-gap);
        flex-direction: var(--media-menu-flex-direction, column);
        overflow: var(--media-menu-overflow, hidden auto);
        display: flex;
        min-height: 0;
      }

      :host([role="menu"]) slot:not([name]) {
        padding-block: .4em;
      }

      slot:not([name])::slotted([role="menu"]) {
        background: none;
      }

      media-chrome-menu-item > span {
        margin-right: .5ch;
        max-width: var(--media-menu-item-max-width);
        text-overflow: ellipsis;
        overflow: hidden;
      }
    </style>
    <style id="layout-row" media="width:0">

      slot[name="header"] > *,
      slot[name="header"]::slotted(*) {
        padding: .4em .5em;
      }

      slot:not([name]) {
        gap: var(--media-menu-gap, .25em);
        flex-direction: var(--media-menu-flex-direction, row);
        padding-inline: .5em;
      }

      media-chrome-menu-item {
        padding: .3em .5em;
      }

      media-chrome-menu-item[aria-checked="true"] {
        background: var(--media-menu-item-checked-background, rgb(255 255 255 / .2));
      }

      
      media-chrome-menu-item::part(checked-indicator) {
        display: var(--media-menu-item-checked-indicator-display, none);
      }
    </style>
    <div id="container" part="container">
      <slot name="header" hidden>
        <button part="back button" aria-label="Back to previous menu">
          <slot name="back-icon">
            <svg aria-hidden="true" viewBox="0 0 20 24" part="back indicator">
              <path d="m11.88 17.585.742-.669-4.2-4.665 4.2-4.666-.743-.669-4.803 5.335 4.803 5.334Z"/>
            </svg>
          </slot>
          <slot name="title"></slot>
        </button>
      </slot>
      <slot></slot>
    </div>
    <slot name="checked-indicator" hidden></slot>
  `}var Ot={STYLE:"style",HIDDEN:"hidden",DISABLED:"disabled",ANCHOR:"anchor"},ne=class extends l.HTMLElement{constructor(){if(super(),x(this,Rn),x(this,zr),x(this,Yr),x(this,Cn),x(this,xn),x(this,On),x(this,gi),x(this,Xr),x(this,Un),x(this,Vn),x(this,Pn),x(this,Gn),x(this,Nn),x(this,Hn),x(this,ua),x(this,Wn),x(this,ha),x(this,Qr),x(this,We,null),x(this,mt,null),x(this,Xe,null),x(this,qr,new Set),x(this,ca,void 0),x(this,Ut,!1),x(this,ma,null),x(this,Zr,()=>{let e=D(this,qr),i=new Set(this.items);for(let a of e)i.has(a)||this.dispatchEvent(new CustomEvent("removemenuitem",{detail:a}));for(let a of i)e.has(a)||this.dispatchEvent(new CustomEvent("addmenuitem",{detail:a}));Ee(this,qr,i)}),x(this,Ei,()=>{O(this,gi,pa).call(this),O(this,Xr,Kn).call(this,!1)}),x(this,fi,()=>{O(this,gi,pa).call(this)}),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=F(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}this.container=this.shadowRoot.querySelector("#container"),this.defaultSlot=this.shadowRoot.querySelector("slot:not([name])"),Ee(this,ca,new MutationObserver(D(this,Zr)))}static get observedAttributes(){return[Ot.DISABLED,Ot.HIDDEN,Ot.STYLE,Ot.ANCHOR,I.MEDIA_CONTROLLER]}static formatMenuItemText(e,i){return e}enable(){this.addEventListener("click",this),this.addEventListener("focusout",this),this.addEventListener("keydown",this),this.addEventListener("invoke",this),this.addEventListener("toggle",this)}disable(){this.removeEventListener("click",this),this.removeEventListener("focusout",this),this.removeEventListener("keyup",this),this.removeEventListener("invoke",this),this.removeEventListener("toggle",this)}handleEvent(e){switch(e.type){case"slotchange":O(this,Rn,Td).call(this,e);break;case"invoke":O(this,Cn,Sd).call(this,e);break;case"click":O(this,Un,yd).call(this,e);break;case"toggle":O(this,Pn,wd).call(this,e);break;case"focusout":O(this,Nn,Rd).call(this,e);break;case"keydown":O(this,Hn,Dd).call(this,e);break}}connectedCallback(){var e,i;D(this,ca).observe(this.defaultSlot,{childList:!0}),Ee(this,ma,Di(this.shadowRoot,":host")),O(this,Yr,Dn).call(this),this.hasAttribute("disabled")||this.enable(),this.role||(this.role="menu"),Ee(this,We,Ra(this)),(i=(e=D(this,We))==null?void 0:e.associateElement)==null||i.call(e,this),this.hidden||(Ge(va(this),D(this,Ei)),Ge(this,D(this,fi))),O(this,zr,$n).call(this),this.shadowRoot.addEventListener("slotchange",this)}disconnectedCallback(){var e,i;D(this,ca).disconnect(),qe(va(this),D(this,Ei)),qe(this,D(this,fi)),this.disable(),(i=(e=D(this,We))==null?void 0:e.unassociateElement)==null||i.call(e,this),Ee(this,We,null),Ee(this,mt,null),Ee(this,Xe,null),this.shadowRoot.removeEventListener("slotchange",this)}attributeChangedCallback(e,i,a){var r,s,o,d;e===Ot.HIDDEN&&a!==i?(D(this,Ut)||Ee(this,Ut,!0),this.hidden?O(this,On,Id).call(this):O(this,xn,kd).call(this),this.dispatchEvent(new $r({oldState:this.hidden?"open":"closed",newState:this.hidden?"closed":"open",bubbles:!0}))):e===I.MEDIA_CONTROLLER?(i&&((s=(r=D(this,We))==null?void 0:r.unassociateElement)==null||s.call(r,this),Ee(this,We,null)),a&&this.isConnected&&(Ee(this,We,Ra(this)),(d=(o=D(this,We))==null?void 0:o.associateElement)==null||d.call(o,this))):e===Ot.DISABLED&&a!==i?a==null?this.enable():this.disable():e===Ot.STYLE&&a!==i&&O(this,Yr,Dn).call(this)}formatMenuItemText(e,i){return this.constructor.formatMenuItemText(e,i)}get anchor(){return this.getAttribute("anchor")}set anchor(e){this.setAttribute("anchor",`${e}`)}get anchorElement(){var e;return this.anchor?(e=gt(this))==null?void 0:e.querySelector(`#${this.anchor}`):null}get items(){return this.defaultSlot.assignedElements({flatten:!0}).filter(Fu)}get radioGroupItems(){return this.items.filter(e=>e.role==="menuitemradio")}get checkedItems(){return this.items.filter(e=>e.checked)}get value(){var e,i;return(i=(e=this.checkedItems[0])==null?void 0:e.value)!=null?i:""}set value(e){let i=this.items.find(a=>a.value===e);i&&O(this,Qr,Bn).call(this,i)}focus(){if(Ee(this,mt,Ri()),this.items.length){O(this,ha,jr).call(this,this.items[0]),this.items[0].focus();return}let e=this.querySelector('[autofocus], [tabindex]:not([tabindex="-1"]), [role="menu"]');e?.focus()}handleSelect(e){var i;let a=O(this,ua,Jr).call(this,e);a&&(O(this,Qr,Bn).call(this,a,a.type==="checkbox"),D(this,Xe)&&!this.hidden&&((i=D(this,mt))==null||i.focus(),this.hidden=!0))}get keysUsed(){return["Enter","Escape","Tab"," ","ArrowDown","ArrowUp","Home","End"]}handleMove(e){var i,a;let{key:r}=e,s=this.items,o=(a=(i=O(this,ua,Jr).call(this,e))!=null?i:O(this,Wn,Cd).call(this))!=null?a:s[0],d=s.indexOf(o),c=Math.max(0,d);r==="ArrowDown"?c++:r==="ArrowUp"?c--:e.key==="Home"?c=0:e.key==="End"&&(c=s.length-1),c<0&&(c=s.length-1),c>s.length-1&&(c=0),O(this,ha,jr).call(this,s[c]),s[c].focus()}};We=new WeakMap;mt=new WeakMap;Xe=new WeakMap;qr=new WeakMap;ca=new WeakMap;Ut=new WeakMap;ma=new WeakMap;Rn=new WeakSet;Td=function(t){let e=t.target;for(let i of e.assignedNodes({flatten:!0}))i.nodeType===3&&i.textContent.trim()===""&&i.remove();["header","title"].includes(e.name)&&O(this,zr,$n).call(this),e.name||D(this,Zr).call(this)};zr=new WeakSet;$n=function(){let t=this.shadowRoot.querySelector('slot[name="header"]'),e=this.shadowRoot.querySelector('slot[name="title"]');t.hidden=e.assignedNodes().length===0&&t.assignedNodes().length===0};Zr=new WeakMap;Yr=new WeakSet;Dn=function(){var t;let e=this.shadowRoot.querySelector("#layout-row"),i=(t=getComputedStyle(this).getPropertyValue("--media-menu-layout"))==null?void 0:t.trim();e.setAttribute("media",i==="row"?"":"width:0")};Cn=new WeakSet;Sd=function(t){Ee(this,Xe,t.relatedTarget),te(this,t.relatedTarget)||(this.hidden=!this.hidden)};xn=new WeakSet;kd=function(){var t;(t=D(this,Xe))==null||t.setAttribute("aria-expanded","true"),this.addEventListener("transitionend",()=>this.focus(),{once:!0}),Ge(va(this),D(this,Ei)),Ge(this,D(this,fi))};On=new WeakSet;Id=function(){var t;(t=D(this,Xe))==null||t.setAttribute("aria-expanded","false"),qe(va(this),D(this,Ei)),qe(this,D(this,fi))};Ei=new WeakMap;fi=new WeakMap;gi=new WeakSet;pa=function(t){if(this.hasAttribute("mediacontroller")&&!this.anchor||this.hidden||!this.anchorElement)return;let{x:e,y:i}=bd({anchor:this.anchorElement,floating:this,placement:"top-start"});t??(t=this.offsetWidth);let r=va(this).getBoundingClientRect(),s=r.width-e-t,o=r.height-i-this.offsetHeight,{style:d}=D(this,ma);d.setProperty("position","absolute"),d.setProperty("right",`${Math.max(0,s)}px`),d.setProperty("--_menu-bottom",`${o}px`);let c=getComputedStyle(this),k=d.getPropertyValue("--_menu-bottom")===c.bottom?o:parseFloat(c.bottom),A=r.height-k-parseFloat(c.marginBottom);this.style.setProperty("--_menu-max-height",`${A}px`)};Xr=new WeakSet;Kn=function(t){let e=this.querySelector('[role="menuitem"][aria-haspopup][aria-expanded="true"]'),i=e?.querySelector('[role="menu"]'),{style:a}=D(this,ma);if(t||a.setProperty("--media-menu-transition-in","none"),i){let r=i.offsetHeight,s=Math.max(i.offsetWidth,e.offsetWidth);this.style.setProperty("min-width",`${s}px`),this.style.setProperty("min-height",`${r}px`),O(this,gi,pa).call(this,s)}else this.style.removeProperty("min-width"),this.style.removeProperty("min-height"),O(this,gi,pa).call(this);a.removeProperty("--media-menu-transition-in")};Un=new WeakSet;yd=function(t){var e;if(t.stopPropagation(),t.composedPath().includes(D(this,Vn,Md))){(e=D(this,mt))==null||e.focus(),this.hidden=!0;return}let i=O(this,ua,Jr).call(this,t);!i||i.hasAttribute("disabled")||(O(this,ha,jr).call(this,i),this.handleSelect(t))};Vn=new WeakSet;Md=function(){var t;return(t=this.shadowRoot.querySelector('slot[name="header"]').assignedElements({flatten:!0}))==null?void 0:t.find(i=>i.matches('button[part~="back"]'))};Pn=new WeakSet;wd=function(t){if(t.target===this)return;O(this,Gn,Ld).call(this);let e=Array.from(this.querySelectorAll('[role="menuitem"][aria-haspopup]'));for(let i of e)i.invokeTargetElement!=t.target&&t.newState=="open"&&i.getAttribute("aria-expanded")=="true"&&!i.invokeTargetElement.hidden&&i.invokeTargetElement.dispatchEvent(new ht({relatedTarget:i}));for(let i of e)i.setAttribute("aria-expanded",`${!i.submenuElement.hidden}`);O(this,Xr,Kn).call(this,!0)};Gn=new WeakSet;Ld=function(){let e=this.querySelector('[role="menuitem"] > [role="menu"]:not([hidden])');this.container.classList.toggle("has-expanded",!!e)};Nn=new WeakSet;Rd=function(t){var e;te(this,t.relatedTarget)||(D(this,Ut)&&((e=D(this,mt))==null||e.focus()),D(this,Xe)&&D(this,Xe)!==t.relatedTarget&&!this.hidden&&(this.hidden=!0))};Hn=new WeakSet;Dd=function(t){var e,i,a,r,s;let{key:o,ctrlKey:d,altKey:c,metaKey:_}=t;if(!(d||c||_)&&this.keysUsed.includes(o))if(t.preventDefault(),t.stopPropagation(),o==="Tab"){if(D(this,Ut)){this.hidden=!0;return}t.shiftKey?(i=(e=this.previousElementSibling)==null?void 0:e.focus)==null||i.call(e):(r=(a=this.nextElementSibling)==null?void 0:a.focus)==null||r.call(a),this.blur()}else o==="Escape"?((s=D(this,mt))==null||s.focus(),D(this,Ut)&&(this.hidden=!0)):o==="Enter"||o===" "?this.handleSelect(t):this.handleMove(t)};ua=new WeakSet;Jr=function(t){return t.composedPath().find(e=>["menuitemradio","menuitemcheckbox"].includes(e.role))};Wn=new WeakSet;Cd=function(){return this.items.find(t=>t.tabIndex===0)};ha=new WeakSet;jr=function(t){for(let e of this.items)e.tabIndex=e===t?0:-1};Qr=new WeakSet;Bn=function(t,e){let i=[...this.checkedItems];t.type==="radio"&&this.radioGroupItems.forEach(a=>a.checked=!1),e?t.checked=!t.checked:t.checked=!0,this.checkedItems.some((a,r)=>a!=i[r])&&this.dispatchEvent(new Event("change",{bubbles:!0,composed:!0}))};ne.shadowRootOptions={mode:"open"};ne.getTemplateHTML=Bu;function Fu(t){return["menuitem","menuitemradio","menuitemcheckbox"].includes(t?.role)}function va(t){var e;return(e=t.getAttribute("bounds")?Me(t,`#${t.getAttribute("bounds")}`):G(t)||t.parentElement)!=null?e:t}l.customElements.get("media-chrome-menu")||l.customElements.define("media-chrome-menu",ne);var Zn=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},xd=(t,e,i)=>(Zn(t,e,"read from private field"),i?i.call(t):e.get(t)),es=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},qn=(t,e,i,a)=>(Zn(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),ts=(t,e,i)=>(Zn(t,e,"access private method"),i),Ea,rs,is,Yn,as,Qn,zn=class extends ne{constructor(){super(...arguments),es(this,is),es(this,as),es(this,Ea,[]),es(this,rs,void 0)}static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_AUDIO_TRACK_LIST,n.MEDIA_AUDIO_TRACK_ENABLED,n.MEDIA_AUDIO_TRACK_UNAVAILABLE]}attributeChangedCallback(e,i,a){super.attributeChangedCallback(e,i,a),e===n.MEDIA_AUDIO_TRACK_ENABLED&&i!==a?this.value=a:e===n.MEDIA_AUDIO_TRACK_LIST&&i!==a&&(qn(this,Ea,ul(a??"")),ts(this,is,Yn).call(this))}connectedCallback(){super.connectedCallback(),this.addEventListener("change",ts(this,as,Qn))}disconnectedCallback(){super.disconnectedCallback(),this.removeEventListener("change",ts(this,as,Qn))}get anchorElement(){var e;return this.anchor!=="auto"?super.anchorElement:(e=G(this))==null?void 0:e.querySelector("media-audio-track-menu-button")}get mediaAudioTrackList(){return xd(this,Ea)}set mediaAudioTrackList(e){qn(this,Ea,e),ts(this,is,Yn).call(this)}get mediaAudioTrackEnabled(){var e;return(e=L(this,n.MEDIA_AUDIO_TRACK_ENABLED))!=null?e:""}set mediaAudioTrackEnabled(e){M(this,n.MEDIA_AUDIO_TRACK_ENABLED,e)}};Ea=new WeakMap;rs=new WeakMap;is=new WeakSet;Yn=function(){if(xd(this,rs)===JSON.stringify(this.mediaAudioTrackList))return;qn(this,rs,JSON.stringify(this.mediaAudioTrackList));let t=this.mediaAudioTrackList;this.defaultSlot.textContent="",t.sort((e,i)=>e.id.localeCompare(i.id,void 0,{numeric:!0}));for(let e of t){let i=this.formatMenuItemText(e.label,e),a=Be({type:"radio",text:i,value:`${e.id}`,checked:e.enabled});a.prepend(Ie(this,"checked-indicator")),this.defaultSlot.append(a)}};as=new WeakSet;Qn=function(){if(this.value==null)return;let t=new l.CustomEvent(h.MEDIA_AUDIO_TRACK_REQUEST,{composed:!0,bubbles:!0,detail:this.value});this.dispatchEvent(t)};l.customElements.get("media-audio-track-menu")||l.customElements.define("media-audio-track-menu",zn);var ye=class extends Y{connectedCallback(){super.connectedCallback(),this.invokeTargetElement&&this.setAttribute("aria-haspopup","menu")}get invokeTarget(){return this.getAttribute("invoketarget")}set invokeTarget(e){this.setAttribute("invoketarget",`${e}`)}get invokeTargetElement(){var e;return this.invokeTarget?(e=gt(this))==null?void 0:e.querySelector(`#${this.invokeTarget}`):null}handleClick(){var e;(e=this.invokeTargetElement)==null||e.dispatchEvent(new ht({relatedTarget:this}))}};l.customElements.get("media-chrome-menu-button")||l.customElements.define("media-chrome-menu-button",ye);var $u=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="M11 17H9.5V7H11v10Zm-3-3H6.5v-4H8v4Zm6-5h-1.5v6H14V9Zm3 7h-1.5V8H17v8Z"/>
  <path d="M22 12c0 5.523-4.477 10-10 10S2 17.523 2 12 6.477 2 12 2s10 4.477 10 10Zm-2 0a8 8 0 1 0-16 0 8 8 0 0 0 16 0Z"/>
</svg>`;function Ku(){return`
    <style>
      :host([aria-expanded="true"]) slot[name=tooltip] {
        display: none;
      }
    </style>
    <slot name="icon">${$u}</slot>
  `}function Vu(){return v("Audio")}var Od=t=>{let e=v("Audio");t.setAttribute("aria-label",e)},fa=class extends ye{static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_AUDIO_TRACK_ENABLED,n.MEDIA_AUDIO_TRACK_UNAVAILABLE]}connectedCallback(){super.connectedCallback(),Od(this)}attributeChangedCallback(e,i,a){super.attributeChangedCallback(e,i,a),e===n.MEDIA_LANG&&Od(this)}get invokeTargetElement(){var e;return this.invokeTarget!=null?super.invokeTargetElement:(e=G(this))==null?void 0:e.querySelector("media-audio-track-menu")}get mediaAudioTrackEnabled(){var e;return(e=L(this,n.MEDIA_AUDIO_TRACK_ENABLED))!=null?e:""}set mediaAudioTrackEnabled(e){M(this,n.MEDIA_AUDIO_TRACK_ENABLED,e)}};fa.getSlotTemplateHTML=Ku;fa.getTooltipContentHTML=Vu;l.customElements.get("media-audio-track-menu-button")||l.customElements.define("media-audio-track-menu-button",fa);var eo=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},Gu=(t,e,i)=>(eo(t,e,"read from private field"),i?i.call(t):e.get(t)),Xn=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},qu=(t,e,i,a)=>(eo(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),ss=(t,e,i)=>(eo(t,e,"access private method"),i),ls,ns,Jn,os,jn,Yu=`
  <svg aria-hidden="true" viewBox="0 0 26 24" part="captions-indicator indicator">
    <path d="M22.83 5.68a2.58 2.58 0 0 0-2.3-2.5c-3.62-.24-11.44-.24-15.06 0a2.58 2.58 0 0 0-2.3 2.5c-.23 4.21-.23 8.43 0 12.64a2.58 2.58 0 0 0 2.3 2.5c3.62.24 11.44.24 15.06 0a2.58 2.58 0 0 0 2.3-2.5c.23-4.21.23-8.43 0-12.64Zm-11.39 9.45a3.07 3.07 0 0 1-1.91.57 3.06 3.06 0 0 1-2.34-1 3.75 3.75 0 0 1-.92-2.67 3.92 3.92 0 0 1 .92-2.77 3.18 3.18 0 0 1 2.43-1 2.94 2.94 0 0 1 2.13.78c.364.359.62.813.74 1.31l-1.43.35a1.49 1.49 0 0 0-1.51-1.17 1.61 1.61 0 0 0-1.29.58 2.79 2.79 0 0 0-.5 1.89 3 3 0 0 0 .49 1.93 1.61 1.61 0 0 0 1.27.58 1.48 1.48 0 0 0 1-.37 2.1 2.1 0 0 0 .59-1.14l1.4.44a3.23 3.23 0 0 1-1.07 1.69Zm7.22 0a3.07 3.07 0 0 1-1.91.57 3.06 3.06 0 0 1-2.34-1 3.75 3.75 0 0 1-.92-2.67 3.88 3.88 0 0 1 .93-2.77 3.14 3.14 0 0 1 2.42-1 3 3 0 0 1 2.16.82 2.8 2.8 0 0 1 .73 1.31l-1.43.35a1.49 1.49 0 0 0-1.51-1.21 1.61 1.61 0 0 0-1.29.58A2.79 2.79 0 0 0 15 12a3 3 0 0 0 .49 1.93 1.61 1.61 0 0 0 1.27.58 1.44 1.44 0 0 0 1-.37 2.1 2.1 0 0 0 .6-1.15l1.4.44a3.17 3.17 0 0 1-1.1 1.7Z"/>
  </svg>`;function Qu(t){return`
    ${ne.getTemplateHTML(t)}
    <slot name="captions-indicator" hidden>${Yu}</slot>
  `}var ds=class extends ne{constructor(){super(...arguments),Xn(this,ns),Xn(this,os),Xn(this,ls,void 0)}static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_SUBTITLES_LIST,n.MEDIA_SUBTITLES_SHOWING]}attributeChangedCallback(e,i,a){super.attributeChangedCallback(e,i,a),e===n.MEDIA_SUBTITLES_LIST&&i!==a?ss(this,ns,Jn).call(this):e===n.MEDIA_SUBTITLES_SHOWING&&i!==a&&(this.value=a||"",ss(this,ns,Jn).call(this))}connectedCallback(){super.connectedCallback(),this.addEventListener("change",ss(this,os,jn))}disconnectedCallback(){super.disconnectedCallback(),this.removeEventListener("change",ss(this,os,jn))}get anchorElement(){return this.anchor!=="auto"?super.anchorElement:G(this).querySelector("media-captions-menu-button")}get mediaSubtitlesList(){return Ud(this,n.MEDIA_SUBTITLES_LIST)}set mediaSubtitlesList(e){Pd(this,n.MEDIA_SUBTITLES_LIST,e)}get mediaSubtitlesShowing(){return Ud(this,n.MEDIA_SUBTITLES_SHOWING)}set mediaSubtitlesShowing(e){Pd(this,n.MEDIA_SUBTITLES_SHOWING,e)}};ls=new WeakMap;ns=new WeakSet;Jn=function(){var t;let e=Gu(this,ls)!==JSON.stringify(this.mediaSubtitlesList),i=this.value!==this.getAttribute(n.MEDIA_SUBTITLES_SHOWING);if(!e&&!i)return;qu(this,ls,JSON.stringify(this.mediaSubtitlesList)),this.defaultSlot.textContent="";let a=!this.value,r=Be({type:"radio",text:this.formatMenuItemText(v("Off")),value:"off",checked:a});r.prepend(Ie(this,"checked-indicator")),this.defaultSlot.append(r);let s=this.mediaSubtitlesList;for(let o of s){let d=Be({type:"radio",text:this.formatMenuItemText(o.label,o),value:Ga(o),checked:this.value==Ga(o)});d.prepend(Ie(this,"checked-indicator")),((t=o.kind)!=null?t:"subs")==="captions"&&d.append(Ie(this,"captions-indicator")),this.defaultSlot.append(d)}};os=new WeakSet;jn=function(){let t=this.mediaSubtitlesShowing,e=this.getAttribute(n.MEDIA_SUBTITLES_SHOWING),i=this.value!==e;if(t?.length&&i&&this.dispatchEvent(new l.CustomEvent(h.MEDIA_DISABLE_SUBTITLES_REQUEST,{composed:!0,bubbles:!0,detail:t})),!this.value||!i)return;let a=new l.CustomEvent(h.MEDIA_SHOW_SUBTITLES_REQUEST,{composed:!0,bubbles:!0,detail:this.value});this.dispatchEvent(a)};ds.getTemplateHTML=Qu;var Ud=(t,e)=>{let i=t.getAttribute(e);return i?Wi(i):[]},Pd=(t,e,i)=>{if(!i?.length){t.removeAttribute(e);return}let a=kt(i);t.getAttribute(e)!==a&&t.setAttribute(e,a)};l.customElements.get("media-captions-menu")||l.customElements.define("media-captions-menu",ds);var zu=`<svg aria-hidden="true" viewBox="0 0 26 24">
  <path d="M22.83 5.68a2.58 2.58 0 0 0-2.3-2.5c-3.62-.24-11.44-.24-15.06 0a2.58 2.58 0 0 0-2.3 2.5c-.23 4.21-.23 8.43 0 12.64a2.58 2.58 0 0 0 2.3 2.5c3.62.24 11.44.24 15.06 0a2.58 2.58 0 0 0 2.3-2.5c.23-4.21.23-8.43 0-12.64Zm-11.39 9.45a3.07 3.07 0 0 1-1.91.57 3.06 3.06 0 0 1-2.34-1 3.75 3.75 0 0 1-.92-2.67 3.92 3.92 0 0 1 .92-2.77 3.18 3.18 0 0 1 2.43-1 2.94 2.94 0 0 1 2.13.78c.364.359.62.813.74 1.31l-1.43.35a1.49 1.49 0 0 0-1.51-1.17 1.61 1.61 0 0 0-1.29.58 2.79 2.79 0 0 0-.5 1.89 3 3 0 0 0 .49 1.93 1.61 1.61 0 0 0 1.27.58 1.48 1.48 0 0 0 1-.37 2.1 2.1 0 0 0 .59-1.14l1.4.44a3.23 3.23 0 0 1-1.07 1.69Zm7.22 0a3.07 3.07 0 0 1-1.91.57 3.06 3.06 0 0 1-2.34-1 3.75 3.75 0 0 1-.92-2.67 3.88 3.88 0 0 1 .93-2.77 3.14 3.14 0 0 1 2.42-1 3 3 0 0 1 2.16.82 2.8 2.8 0 0 1 .73 1.31l-1.43.35a1.49 1.49 0 0 0-1.51-1.21 1.61 1.61 0 0 0-1.29.58A2.79 2.79 0 0 0 15 12a3 3 0 0 0 .49 1.93 1.61 1.61 0 0 0 1.27.58 1.44 1.44 0 0 0 1-.37 2.1 2.1 0 0 0 .6-1.15l1.4.44a3.17 3.17 0 0 1-1.1 1.7Z"/>
</svg>`,Zu=`<svg aria-hidden="true" viewBox="0 0 26 24">
  <path d="M17.73 14.09a1.4 1.4 0 0 1-1 .37 1.579 1.579 0 0 1-1.27-.58A3 3 0 0 1 15 12a2.8 2.8 0 0 1 .5-1.85 1.63 1.63 0 0 1 1.29-.57 1.47 1.47 0 0 1 1.51 1.2l1.43-.34A2.89 2.89 0 0 0 19 9.07a3 3 0 0 0-2.14-.78 3.14 3.14 0 0 0-2.42 1 3.91 3.91 0 0 0-.93 2.78 3.74 3.74 0 0 0 .92 2.66 3.07 3.07 0 0 0 2.34 1 3.07 3.07 0 0 0 1.91-.57 3.17 3.17 0 0 0 1.07-1.74l-1.4-.45c-.083.43-.3.822-.62 1.12Zm-7.22 0a1.43 1.43 0 0 1-1 .37 1.58 1.58 0 0 1-1.27-.58A3 3 0 0 1 7.76 12a2.8 2.8 0 0 1 .5-1.85 1.63 1.63 0 0 1 1.29-.57 1.47 1.47 0 0 1 1.51 1.2l1.43-.34a2.81 2.81 0 0 0-.74-1.32 2.94 2.94 0 0 0-2.13-.78 3.18 3.18 0 0 0-2.43 1 4 4 0 0 0-.92 2.78 3.74 3.74 0 0 0 .92 2.66 3.07 3.07 0 0 0 2.34 1 3.07 3.07 0 0 0 1.91-.57 3.23 3.23 0 0 0 1.07-1.74l-1.4-.45a2.06 2.06 0 0 1-.6 1.07Zm12.32-8.41a2.59 2.59 0 0 0-2.3-2.51C18.72 3.05 15.86 3 13 3c-2.86 0-5.72.05-7.53.17a2.59 2.59 0 0 0-2.3 2.51c-.23 4.207-.23 8.423 0 12.63a2.57 2.57 0 0 0 2.3 2.5c1.81.13 4.67.19 7.53.19 2.86 0 5.72-.06 7.53-.19a2.57 2.57 0 0 0 2.3-2.5c.23-4.207.23-8.423 0-12.63Zm-1.49 12.53a1.11 1.11 0 0 1-.91 1.11c-1.67.11-4.45.18-7.43.18-2.98 0-5.76-.07-7.43-.18a1.11 1.11 0 0 1-.91-1.11c-.21-4.14-.21-8.29 0-12.43a1.11 1.11 0 0 1 .91-1.11C7.24 4.56 10 4.49 13 4.49s5.76.07 7.43.18a1.11 1.11 0 0 1 .91 1.11c.21 4.14.21 8.29 0 12.43Z"/>
</svg>`;function Xu(){return`
    <style>
      :host([data-captions-enabled="true"]) slot[name=off] {
        display: none !important;
      }

      
      :host(:not([data-captions-enabled="true"])) slot[name=on] {
        display: none !important;
      }

      :host([aria-expanded="true"]) slot[name=tooltip] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="on">${zu}</slot>
      <slot name="off">${Zu}</slot>
    </slot>
  `}function Ju(){return v("Captions")}var Nd=t=>{t.setAttribute("data-captions-enabled",pl(t).toString())},Hd=t=>{t.setAttribute("aria-label",v("closed captions"))},ga=class extends ye{static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_SUBTITLES_LIST,n.MEDIA_SUBTITLES_SHOWING,n.MEDIA_LANG]}connectedCallback(){super.connectedCallback(),Hd(this),Nd(this)}attributeChangedCallback(e,i,a){super.attributeChangedCallback(e,i,a),e===n.MEDIA_SUBTITLES_SHOWING?Nd(this):e===n.MEDIA_LANG&&Hd(this)}get invokeTargetElement(){var e;return this.invokeTarget!=null?super.invokeTargetElement:(e=G(this))==null?void 0:e.querySelector("media-captions-menu")}get mediaSubtitlesList(){return Wd(this,n.MEDIA_SUBTITLES_LIST)}set mediaSubtitlesList(e){Bd(this,n.MEDIA_SUBTITLES_LIST,e)}get mediaSubtitlesShowing(){return Wd(this,n.MEDIA_SUBTITLES_SHOWING)}set mediaSubtitlesShowing(e){Bd(this,n.MEDIA_SUBTITLES_SHOWING,e)}};ga.getSlotTemplateHTML=Xu;ga.getTooltipContentHTML=Ju;var Wd=(t,e)=>{let i=t.getAttribute(e);return i?Wi(i):[]},Bd=(t,e,i)=>{if(!i?.length){t.removeAttribute(e);return}let a=kt(i);t.getAttribute(e)!==a&&t.setAttribute(e,a)};l.customElements.get("media-captions-menu-button")||l.customElements.define("media-captions-menu-button",ga);var ju=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},_i=(t,e,i)=>(ju(t,e,"read from private field"),i?i.call(t):e.get(t)),eh=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},pt,to={RATES:"rates"},io=[1,1.2,1.5,1.7,2],Pt=1;function Fe(t){return Math.round(t*100)/100}function th(t){return`
    <style>
      :host {
        min-width: 5ch;
        padding: var(--media-button-padding, var(--media-control-padding, 10px 5px));
      }
    </style>
    <slot name="icon">${t.mediaplaybackrate?Fe(+t.mediaplaybackrate):Pt}x</slot>
  `}function ih(){return v("Playback rate")}var _a=class extends Y{constructor(){var e;super(),eh(this,pt,new rt(this,to.RATES,{defaultValue:io})),this.container=this.shadowRoot.querySelector('slot[name="icon"]'),this.container.innerHTML=`${Fe((e=this.mediaPlaybackRate)!=null?e:Pt)}x`}static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_PLAYBACK_RATE,to.RATES]}attributeChangedCallback(e,i,a){if(super.attributeChangedCallback(e,i,a),e===to.RATES&&(_i(this,pt).value=a),e===n.MEDIA_PLAYBACK_RATE){let r=a?+a:Number.NaN,s=Fe(Number.isNaN(r)?Pt:r);this.container.innerHTML=`${s}x`,this.setAttribute("aria-label",v("Playback rate {playbackRate}",{playbackRate:s}))}}get rates(){return _i(this,pt)}set rates(e){e?Array.isArray(e)?_i(this,pt).value=e.join(" "):typeof e=="string"&&(_i(this,pt).value=e):_i(this,pt).value=""}get mediaPlaybackRate(){return P(this,n.MEDIA_PLAYBACK_RATE,Pt)}set mediaPlaybackRate(e){N(this,n.MEDIA_PLAYBACK_RATE,e)}handleClick(){var e,i;let a=Array.from(_i(this,pt).values(),o=>+o).sort((o,d)=>o-d),r=(i=(e=a.find(o=>o>this.mediaPlaybackRate))!=null?e:a[0])!=null?i:Pt,s=new l.CustomEvent(h.MEDIA_PLAYBACK_RATE_REQUEST,{composed:!0,bubbles:!0,detail:r});this.dispatchEvent(s)}};pt=new WeakMap;_a.getSlotTemplateHTML=th;_a.getTooltipContentHTML=ih;l.customElements.get("media-playback-rate-button")||l.customElements.define("media-playback-rate-button",_a);var Fd=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},Ai=(t,e,i)=>(Fd(t,e,"read from private field"),i?i.call(t):e.get(t)),ao=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},bi=(t,e,i)=>(Fd(t,e,"access private method"),i),vt,Ti,ba,cs,so,ro={RATES:"rates"},no=class extends ne{constructor(){super(),ao(this,Ti),ao(this,cs),ao(this,vt,new rt(this,ro.RATES,{defaultValue:io})),bi(this,Ti,ba).call(this)}static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_PLAYBACK_RATE,ro.RATES]}attributeChangedCallback(e,i,a){super.attributeChangedCallback(e,i,a),e===n.MEDIA_PLAYBACK_RATE&&i!=a?(this.value=a,bi(this,Ti,ba).call(this)):e===ro.RATES&&i!=a&&(Ai(this,vt).value=a,bi(this,Ti,ba).call(this))}connectedCallback(){super.connectedCallback(),this.addEventListener("change",bi(this,cs,so))}disconnectedCallback(){super.disconnectedCallback(),this.removeEventListener("change",bi(this,cs,so))}get anchorElement(){return this.anchor!=="auto"?super.anchorElement:G(this).querySelector("media-playback-rate-menu-button")}get rates(){return Ai(this,vt)}set rates(e){e?Array.isArray(e)?Ai(this,vt).value=e.join(" "):typeof e=="string"&&(Ai(this,vt).value=e):Ai(this,vt).value="",bi(this,Ti,ba).call(this)}get mediaPlaybackRate(){return P(this,n.MEDIA_PLAYBACK_RATE,Pt)}set mediaPlaybackRate(e){N(this,n.MEDIA_PLAYBACK_RATE,e)}};vt=new WeakMap;Ti=new WeakSet;ba=function(){this.defaultSlot.textContent="";let t=Fe(this.mediaPlaybackRate),e=new Set(Array.from(Ai(this,vt)).map(a=>Fe(Number(a))));t>0&&!e.has(t)&&e.add(t);let i=Array.from(e).sort((a,r)=>a-r);for(let a of i){let r=Be({type:"radio",text:this.formatMenuItemText(`${a}x`,a),value:a.toString(),checked:t===a});r.prepend(Ie(this,"checked-indicator")),this.defaultSlot.append(r)}};cs=new WeakSet;so=function(){if(!this.value)return;let t=new l.CustomEvent(h.MEDIA_PLAYBACK_RATE_REQUEST,{composed:!0,bubbles:!0,detail:this.value});this.dispatchEvent(t)};l.customElements.get("media-playback-rate-menu")||l.customElements.define("media-playback-rate-menu",no);var us=1;function ah(t){return`
    <style>
      :host {
        min-width: 5ch;
        padding: var(--media-button-padding, var(--media-control-padding, 10px 5px));
      }

      :host([aria-expanded="true"]) slot {
        display: block;
      }

      :host([aria-expanded="true"]) slot[name=tooltip] {
        display: none;
      }
    </style>
    <slot name="icon">${t.mediaplaybackrate?Fe(+t.mediaplaybackrate):us}x</slot>
  `}function rh(){return v("Playback rate")}var Aa=class extends ye{static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_PLAYBACK_RATE]}constructor(){var e;super(),this.container=this.shadowRoot.querySelector('slot[name="icon"]'),this.container.innerHTML=`${Fe((e=this.mediaPlaybackRate)!=null?e:us)}x`}attributeChangedCallback(e,i,a){if(super.attributeChangedCallback(e,i,a),e===n.MEDIA_PLAYBACK_RATE){let r=a?+a:Number.NaN,s=Fe(Number.isNaN(r)?us:r);this.container.innerHTML=`${s}x`,this.setAttribute("aria-label",v("Playback rate {playbackRate}",{playbackRate:s}))}}get invokeTargetElement(){return this.invokeTarget!=null?super.invokeTargetElement:G(this).querySelector("media-playback-rate-menu")}get mediaPlaybackRate(){return P(this,n.MEDIA_PLAYBACK_RATE,us)}set mediaPlaybackRate(e){N(this,n.MEDIA_PLAYBACK_RATE,e)}};Aa.getSlotTemplateHTML=ah;Aa.getTooltipContentHTML=rh;l.customElements.get("media-playback-rate-menu-button")||l.customElements.define("media-playback-rate-menu-button",Aa);var co=(t,e,i)=>{if(!e.has(t))throw TypeError("Cannot "+i)},Je=(t,e,i)=>(co(t,e,"read from private field"),i?i.call(t):e.get(t)),hs=(t,e,i)=>{if(e.has(t))throw TypeError("Cannot add the same private member more than once");e instanceof WeakSet?e.add(t):e.set(t,i)},$d=(t,e,i,a)=>(co(t,e,"write to private field"),a?a.call(t,i):e.set(t,i),i),Si=(t,e,i)=>(co(t,e,"access private method"),i),Ta,$e,ki,Sa,ms,oo,lo=class extends ne{constructor(){super(...arguments),hs(this,ki),hs(this,ms),hs(this,Ta,[]),hs(this,$e,{})}static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_RENDITION_LIST,n.MEDIA_RENDITION_SELECTED,n.MEDIA_RENDITION_UNAVAILABLE,n.MEDIA_HEIGHT,n.MEDIA_WIDTH]}static formatMenuItemText(e,i){return super.formatMenuItemText(e,i)}static formatRendition(e,{showBitrate:i=!1}={}){let a=`${Math.min(e.width,e.height)}p`;if(i&&e.bitrate){let r=e.bitrate/1e6,s=`${r.toFixed(r<1?1:0)} Mbps`;return`${a} (${s})`}return this.formatMenuItemText(a,e)}static compareRendition(e,i){var a,r;return i.height===e.height?((a=i.bitrate)!=null?a:0)-((r=e.bitrate)!=null?r:0):i.height-e.height}attributeChangedCallback(e,i,a){if(super.attributeChangedCallback(e,i,a),i!==a)switch(e){case n.MEDIA_RENDITION_SELECTED:this.value=a??"auto",Si(this,ki,Sa).call(this);break;case n.MEDIA_RENDITION_LIST:$d(this,Ta,dl(a)),Si(this,ki,Sa).call(this);break;case n.MEDIA_HEIGHT:case n.MEDIA_WIDTH:Si(this,ki,Sa).call(this);break}}connectedCallback(){super.connectedCallback(),this.addEventListener("change",Si(this,ms,oo))}disconnectedCallback(){super.disconnectedCallback(),this.removeEventListener("change",Si(this,ms,oo))}get anchorElement(){return this.anchor!=="auto"?super.anchorElement:G(this).querySelector("media-rendition-menu-button")}get mediaRenditionList(){return Je(this,Ta)}set mediaRenditionList(e){$d(this,Ta,e),Si(this,ki,Sa).call(this)}get mediaRenditionSelected(){return L(this,n.MEDIA_RENDITION_SELECTED)}set mediaRenditionSelected(e){M(this,n.MEDIA_RENDITION_SELECTED,e)}get mediaHeight(){return P(this,n.MEDIA_HEIGHT)}set mediaHeight(e){N(this,n.MEDIA_HEIGHT,e)}get mediaWidth(){return P(this,n.MEDIA_WIDTH)}set mediaWidth(e){N(this,n.MEDIA_WIDTH,e)}compareRendition(e,i){return this.constructor.compareRendition(e,i)}formatMenuItemText(e,i){return this.constructor.formatMenuItemText(e,i)}formatRendition(e,i){return this.constructor.formatRendition(e,i)}showRenditionBitrate(e){return this.mediaRenditionList.some(i=>i!==e&&i.height===e.height&&i.bitrate!==e.bitrate)}};Ta=new WeakMap;$e=new WeakMap;ki=new WeakSet;Sa=function(){let t=!this.mediaRenditionSelected;if(Je(this,$e).mediaRenditionList===JSON.stringify(this.mediaRenditionList)&&Je(this,$e).mediaHeight===this.mediaHeight&&Je(this,$e).mediaWidth===this.mediaWidth&&Je(this,$e).isAuto===t)return;Je(this,$e).mediaRenditionList=JSON.stringify(this.mediaRenditionList),Je(this,$e).mediaHeight=this.mediaHeight,Je(this,$e).mediaWidth=this.mediaWidth,Je(this,$e).isAuto=t;let e=this.mediaRenditionList.sort(this.compareRendition.bind(this)),i=e.find(o=>o.id===this.mediaRenditionSelected);for(let o of e)o.selected=o===i;this.defaultSlot.textContent="";for(let o of e){let d=this.formatRendition(o,{showBitrate:this.showRenditionBitrate(o)}),c=Be({type:"radio",text:d,value:`${o.id}`,checked:o.selected&&!t});c.prepend(Ie(this,"checked-indicator")),this.defaultSlot.append(c)}let a=i&&this.showRenditionBitrate(i),r;t&&(i?r=this.formatMenuItemText(`${v("Auto")} \u2022 ${this.formatRendition(i,{showBitrate:a})}`,i):this.mediaHeight>0&&this.mediaWidth>0&&(r=this.formatMenuItemText(`${v("Auto")} (${Math.min(this.mediaWidth,this.mediaHeight)}p)`))),r||(r=this.formatMenuItemText(v("Auto")));let s=Be({type:"radio",text:r,value:"auto",checked:t});s.dataset.description=r,s.prepend(Ie(this,"checked-indicator")),this.defaultSlot.append(s)};ms=new WeakSet;oo=function(){if(this.value==null)return;let t=new l.CustomEvent(h.MEDIA_RENDITION_REQUEST,{composed:!0,bubbles:!0,detail:this.value});this.dispatchEvent(t)};l.customElements.get("media-rendition-menu")||l.customElements.define("media-rendition-menu",lo);var sh=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="M13.5 2.5h2v6h-2v-2h-11v-2h11v-2Zm4 2h4v2h-4v-2Zm-12 4h2v6h-2v-2h-3v-2h3v-2Zm4 2h12v2h-12v-2Zm1 4h2v6h-2v-2h-8v-2h8v-2Zm4 2h7v2h-7v-2Z" />
</svg>`;function nh(){return`
    <style>
      :host([aria-expanded="true"]) slot[name=tooltip] {
        display: none;
      }
    </style>
    <slot name="icon">${sh}</slot>
  `}function oh(){return v("Quality")}var ka=class extends ye{static get observedAttributes(){return[...super.observedAttributes,n.MEDIA_RENDITION_SELECTED,n.MEDIA_RENDITION_UNAVAILABLE,n.MEDIA_HEIGHT]}connectedCallback(){super.connectedCallback(),this.setAttribute("aria-label",v("quality"))}get invokeTargetElement(){return this.invokeTarget!=null?super.invokeTargetElement:G(this).querySelector("media-rendition-menu")}get mediaRenditionSelected(){return L(this,n.MEDIA_RENDITION_SELECTED)}set mediaRenditionSelected(e){M(this,n.MEDIA_RENDITION_SELECTED,e)}get mediaHeight(){return P(this,n.MEDIA_HEIGHT)}set mediaHeight(e){N(this,n.MEDIA_HEIGHT,e)}};ka.getSlotTemplateHTML=nh;ka.getTooltipContentHTML=oh;l.customElements.get("media-rendition-menu-button")||l.customElements.define("media-rendition-menu-button",ka);var lh={"Start airplay":"Iniciar AirPlay","Stop airplay":"Parar AirPlay",Audio:"\xC1udio",Captions:"Legendas","Enable captions":"Ativar legendas","Disable captions":"Desativar legendas","Start casting":"Iniciar transmiss\xE3o","Stop casting":"Parar transmiss\xE3o","Enter fullscreen mode":"Entrar no modo de tela cheia","Exit fullscreen mode":"Sair do modo de tela cheia",Mute:"Silenciar",Unmute:"Ativar som",Loop:"Loop","Enter picture in picture mode":"Entrar no modo PiP (Imagem na tela)","Exit picture in picture mode":"Sair do modo PiP",Play:"Reproduzir",Pause:"Pausar","Playback rate":"Taxa de reprodu\xE7\xE3o","Playback rate {playbackRate}":"Taxa de reprodu\xE7\xE3o {playbackRate}",Quality:"Qualidade","Seek backward":"Retroceder","Seek forward":"Avan\xE7ar",Settings:"Configura\xE7\xF5es",Auto:"Auto","audio player":"reprodutor de \xE1udio","video player":"reprodutor de v\xEDdeo",volume:"volume",seek:"buscar","closed captions":"legendas ocultas","current playback rate":"taxa de reprodu\xE7\xE3o atual","playback time":"tempo de reprodu\xE7\xE3o","media loading":"carregando m\xEDdia",settings:"configura\xE7\xF5es","audio tracks":"faixas de \xE1udio",quality:"qualidade",play:"reproduzir",pause:"pausar",mute:"silenciar",unmute:"ativar som","chapter: {chapterName}":"cap\xEDtulo: {chapterName}",live:"ao vivo",Off:"Desativado","start airplay":"iniciar AirPlay","stop airplay":"parar AirPlay","start casting":"iniciar transmiss\xE3o","stop casting":"parar transmiss\xE3o","enter fullscreen mode":"entrar no modo de tela cheia","exit fullscreen mode":"sair do modo de tela cheia","enter picture in picture mode":"entrar no modo PiP","exit picture in picture mode":"sair do modo PiP","seek to live":"buscar ao vivo","playing live":"reproduzindo ao vivo","seek back {seekOffset} seconds":"voltar {seekOffset} segundos","seek forward {seekOffset} seconds":"avan\xE7ar {seekOffset} segundos","Network Error":"Erro de rede","Decode Error":"Erro de decodifica\xE7\xE3o","Source Not Supported":"Fonte n\xE3o suportada","Encryption Error":"Erro de criptografia","A network error caused the media download to fail.":"Um erro de rede causou a falha no download do conte\xFAdo.","A media error caused playback to be aborted. The media could be corrupt or your browser does not support this format.":"Um erro de m\xEDdia fez com que a reprodu\xE7\xE3o fosse interrompida. O conte\xFAdo pode estar corrompido ou seu navegador n\xE3o suporta este formato.","An unsupported error occurred. The server or network failed, or your browser does not support this format.":"Ocorreu um erro de incompatibilidade. O servidor ou a rede falharam, ou seu navegador n\xE3o suporta este formato.","The media is encrypted and there are no keys to decrypt it.":"O conte\xFAdo est\xE1 criptografado e n\xE3o h\xE1 chaves dispon\xEDveis para descriptograf\xE1-lo.",hour:"hora",hours:"horas",minute:"minuto",minutes:"minutos",second:"segundo",seconds:"segundos","{time} remaining":"{time} restante","{currentTime} of {totalTime}":"{currentTime} de {totalTime}","video not loaded, unknown time.":"v\xEDdeo n\xE3o carregado, tempo desconhecido."};zo("pt",lh);export{_s as setLanguage};
