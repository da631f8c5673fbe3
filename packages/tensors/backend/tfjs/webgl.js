// Written by tools/bundle-tfjs.mjs from TensorFlow.js. Copyright Google LLC, Apache License 2.0: see NOTICE.md.
var Zd=Object.defineProperty;var mn=(o,e)=>{for(var t in e)Zd(o,t,{get:e[t],enumerable:!0})};import{device_util as Sh,registerBackend as $h}from"@tensorflow/tfjs-core";import{device_util as Si,env as dm}from"@tensorflow/tfjs-core";var rt={};mn(rt,{assertNotComplex:()=>me,bindCanvasToFramebuffer:()=>lm,bindColorTextureToFramebuffer:()=>Rt,bindTextureToProgramUniformSampler:()=>Nn,bindTextureUnit:()=>bi,bindVertexBufferToProgramAttribute:()=>ao,callAndCheck:()=>$,canBeRepresented:()=>gn,createFragmentShader:()=>bn,createFramebuffer:()=>Tn,createProgram:()=>vn,createStaticIndexBuffer:()=>$n,createStaticVertexBuffer:()=>Sn,createTexture:()=>In,createVertexShader:()=>Cn,getBatchDim:()=>$e,getExtensionOrThrow:()=>et,getFramebufferErrorMessage:()=>vi,getMaxTexturesInShader:()=>Fn,getNumChannels:()=>im,getProgramUniformLocation:()=>En,getProgramUniformLocationOrThrow:()=>Rn,getRowsCols:()=>Ie,getShapeAs3D:()=>ot,getTextureShapeFromLogicalShape:()=>kn,getWebGLDisjointQueryTimerVersion:()=>_n,getWebGLErrorMessage:()=>Ci,getWebGLMaxTextureSize:()=>An,hasExtension:()=>ne,isCapableOfRenderingToFloatTexture:()=>Dn,isDownloadFloatTextureEnabled:()=>Pn,isReshapeFree:()=>Ae,isWebGLFenceEnabled:()=>On,isWebGLVersionEnabled:()=>co,linkProgram:()=>yn,logShaderSourceAndInfoLog:()=>io,resetMaxTextureSize:()=>cm,resetMaxTexturesInShader:()=>um,unbindColorTextureFromFramebuffer:()=>lo,unbindTextureUnit:()=>am,validateFramebuffer:()=>tt,validateProgram:()=>Tt,validateTextureSize:()=>wn});import{env as ye,util as be}from"@tensorflow/tfjs-core";import{env as fi}from"@tensorflow/tfjs-core";var Be={},oo={alpha:!1,antialias:!1,premultipliedAlpha:!1,preserveDrawingBuffer:!1,depth:!1,stencil:!1,failIfMajorPerformanceCaveat:!0};function fn(o,e){Be[o]=e}function re(o,e){if(!(o in Be)||e!=null){let r=em(o,e);if(r!==null)Be[o]=r;else return console.log("Could not get context for WebGL version",o),null}let t=Be[o];return t==null||t.isContextLost()?(delete Be[o],re(o)):(t.disable(t.DEPTH_TEST),t.disable(t.STENCIL_TEST),t.disable(t.BLEND),t.disable(t.DITHER),t.disable(t.POLYGON_OFFSET_FILL),t.disable(t.SAMPLE_COVERAGE),t.enable(t.SCISSOR_TEST),t.enable(t.CULL_FACE),t.cullFace(t.BACK),Be[o])}function Jd(o){if(!fi().getBool("IS_SAFARI")&&typeof OffscreenCanvas<"u"&&o===2)return new OffscreenCanvas(300,150);if(typeof document<"u")return document.createElement("canvas");throw new Error("Cannot create a canvas in this context")}function em(o,e){if(o!==1&&o!==2)throw new Error("Cannot get WebGL rendering context, WebGL is disabled.");let t=e??Jd(o);return t.addEventListener("webglcontextlost",r=>{r.preventDefault(),delete Be[o]},!1),fi().getBool("SOFTWARE_WEBGL_ENABLED")&&(oo.failIfMajorPerformanceCaveat=!1),o===1?t.getContext("webgl",oo)||t.getContext("experimental-webgl",oo):t.getContext("webgl2",oo)}import{env as tm,util as hi}from"@tensorflow/tfjs-core";var ke;(function(o){o[o.DENSE=0]="DENSE",o[o.SHARED_BATCH=1]="SHARED_BATCH"})(ke||(ke={}));var q;(function(o){o[o.RENDER=0]="RENDER",o[o.UPLOAD=1]="UPLOAD",o[o.PIXELS=2]="PIXELS",o[o.DOWNLOAD=3]="DOWNLOAD"})(q||(q={}));var K;(function(o){o[o.UNPACKED_FLOAT16=0]="UNPACKED_FLOAT16",o[o.UNPACKED_FLOAT32=1]="UNPACKED_FLOAT32",o[o.PACKED_4X1_UNSIGNED_BYTE=2]="PACKED_4X1_UNSIGNED_BYTE",o[o.PACKED_2X2_FLOAT32=3]="PACKED_2X2_FLOAT32",o[o.PACKED_2X2_FLOAT16=4]="PACKED_2X2_FLOAT16"})(K||(K={}));function Ve(o,e){return[e,o]}function xi(o,e){return o*e}function It(o){let e=hi.sizeFromShape(o),t=Math.ceil(e/4);return hi.sizeToSquarishShape(t)}function Ce(o,e){return[Math.max(1,Math.ceil(e/2)),Math.max(1,Math.ceil(o/2))]}function gi(o,e){let[t,r]=Ce(o,e);return t*r*4}function wt(o,e){let t=o,r,n,s,i,l,a,c,u,p,d;return tm().getNumber("WEBGL_VERSION")===2?(r=t.R32F,n=t.R16F,s=t.RGBA16F,i=t.RGBA32F,l=t.RED,c=4,u=1,p=t.HALF_FLOAT,d=t.FLOAT,a=t.RGBA8):(r=o.RGBA,n=o.RGBA,s=o.RGBA,i=t.RGBA,l=o.RGBA,c=4,u=4,p=e!=null?e.HALF_FLOAT_OES:null,d=o.FLOAT,a=o.RGBA),{internalFormatFloat:r,internalFormatHalfFloat:n,internalFormatPackedHalfFloat:s,internalFormatPackedFloat:i,textureFormatFloat:l,downloadTextureFormat:a,downloadUnpackNumChannels:c,defaultNumChannels:u,textureTypeHalfFloat:p,textureTypeFloat:d}}function $(o,e){let t=e();return ye().getBool("DEBUG")&&om(o),t}function om(o){let e=o.getError();if(e!==o.NO_ERROR)throw new Error("WebGL Error: "+Ci(o,e))}var rm=596e-10,nm=65504;function gn(o){return!!(ye().getBool("WEBGL_RENDER_FLOAT32_ENABLED")||o===0||rm<Math.abs(o)&&Math.abs(o)<nm)}function Ci(o,e){switch(e){case o.NO_ERROR:return"NO_ERROR";case o.INVALID_ENUM:return"INVALID_ENUM";case o.INVALID_VALUE:return"INVALID_VALUE";case o.INVALID_OPERATION:return"INVALID_OPERATION";case o.INVALID_FRAMEBUFFER_OPERATION:return"INVALID_FRAMEBUFFER_OPERATION";case o.OUT_OF_MEMORY:return"OUT_OF_MEMORY";case o.CONTEXT_LOST_WEBGL:return"CONTEXT_LOST_WEBGL";default:return`Unknown error code ${e}`}}function et(o,e){return Se(o,()=>o.getExtension(e),'Extension "'+e+'" not supported on this browser.')}function Cn(o,e){let t=Se(o,()=>o.createShader(o.VERTEX_SHADER),"Unable to create vertex WebGLShader.");if($(o,()=>o.shaderSource(t,e)),$(o,()=>o.compileShader(t)),o.getShaderParameter(t,o.COMPILE_STATUS)===!1)throw console.log(o.getShaderInfoLog(t)),new Error("Failed to compile vertex shader.");return t}function bn(o,e){let t=Se(o,()=>o.createShader(o.FRAGMENT_SHADER),"Unable to create fragment WebGLShader.");if($(o,()=>o.shaderSource(t,e)),$(o,()=>o.compileShader(t)),ye().get("ENGINE_COMPILE_ONLY"))return t;if(o.getShaderParameter(t,o.COMPILE_STATUS)===!1)throw io(e,o.getShaderInfoLog(t)),new Error("Failed to compile fragment shader.");return t}var sm=/ERROR: [0-9]+:([0-9]+):/g;function io(o,e){let t=sm.exec(e);if(t==null){console.log(`Couldn't parse line number in error: ${e}`),console.log(o);return}let r=+t[1],n=o.split(`
`),s=n.length.toString().length+2,i=n.map((p,d)=>be.rightPad((d+1).toString(),s)+p),l=0;for(let p=0;p<i.length;p++)l=Math.max(i[p].length,l);let a=i.slice(0,r-1),c=i.slice(r-1,r),u=i.slice(r);console.log(a.join(`
`)),console.log(e.split(`
`)[0]),console.log(`%c ${be.rightPad(c[0],l)}`,"border:1px solid red; background-color:#e3d2d2; color:#a61717"),console.log(u.join(`
`))}function vn(o){return Se(o,()=>o.createProgram(),"Unable to create WebGLProgram.")}function yn(o,e){if($(o,()=>o.linkProgram(e)),!ye().get("ENGINE_COMPILE_ONLY")&&o.getProgramParameter(e,o.LINK_STATUS)===!1)throw console.log(o.getProgramInfoLog(e)),new Error("Failed to link vertex and fragment shaders.")}function Tt(o,e){if($(o,()=>o.validateProgram(e)),o.getProgramParameter(e,o.VALIDATE_STATUS)===!1)throw console.log(o.getProgramInfoLog(e)),new Error("Shader program validation failed.")}function Sn(o,e){let t=Se(o,()=>o.createBuffer(),"Unable to create WebGLBuffer");return $(o,()=>o.bindBuffer(o.ARRAY_BUFFER,t)),$(o,()=>o.bufferData(o.ARRAY_BUFFER,e,o.STATIC_DRAW)),t}function $n(o,e){let t=Se(o,()=>o.createBuffer(),"Unable to create WebGLBuffer");return $(o,()=>o.bindBuffer(o.ELEMENT_ARRAY_BUFFER,t)),$(o,()=>o.bufferData(o.ELEMENT_ARRAY_BUFFER,e,o.STATIC_DRAW)),t}function im(){return ye().getNumber("WEBGL_VERSION")===2?1:4}function In(o){return Se(o,()=>o.createTexture(),"Unable to create WebGLTexture.")}function wn(o,e){let t=ye().getNumber("WEBGL_MAX_TEXTURE_SIZE");if(o<=0||e<=0){let r=`[${o}x${e}]`;throw new Error("Requested texture size "+r+" is invalid.")}if(o>t||e>t){let r=`[${o}x${e}]`,n=`[${t}x${t}]`;throw new Error("Requested texture size "+r+" greater than WebGL maximum on this browser / GPU "+n+".")}}function Tn(o){return Se(o,()=>o.createFramebuffer(),"Unable to create WebGLFramebuffer.")}function ao(o,e,t,r,n,s,i){let l=o.getAttribLocation(e,t);return l===-1?!1:($(o,()=>o.bindBuffer(o.ARRAY_BUFFER,r)),$(o,()=>o.vertexAttribPointer(l,n,o.FLOAT,!1,s,i)),$(o,()=>o.enableVertexAttribArray(l)),!0)}function bi(o,e,t){yi(o,t),$(o,()=>o.activeTexture(o.TEXTURE0+t)),$(o,()=>o.bindTexture(o.TEXTURE_2D,e))}function am(o,e){yi(o,e),$(o,()=>o.activeTexture(o.TEXTURE0+e)),$(o,()=>o.bindTexture(o.TEXTURE_2D,null))}function Rn(o,e,t){return Se(o,()=>o.getUniformLocation(e,t),'uniform "'+t+'" not present in program.')}function En(o,e,t){return o.getUniformLocation(e,t)}function Nn(o,e,t,r){$(o,()=>bi(o,e,r)),$(o,()=>o.uniform1i(t,r))}function lm(o){$(o,()=>o.bindFramebuffer(o.FRAMEBUFFER,null)),$(o,()=>o.viewport(0,0,o.canvas.width,o.canvas.height)),$(o,()=>o.scissor(0,0,o.canvas.width,o.canvas.height))}function Rt(o,e,t){$(o,()=>o.bindFramebuffer(o.FRAMEBUFFER,t)),$(o,()=>o.framebufferTexture2D(o.FRAMEBUFFER,o.COLOR_ATTACHMENT0,o.TEXTURE_2D,e,0))}function lo(o,e){$(o,()=>o.bindFramebuffer(o.FRAMEBUFFER,e)),$(o,()=>o.framebufferTexture2D(o.FRAMEBUFFER,o.COLOR_ATTACHMENT0,o.TEXTURE_2D,null,0))}function tt(o){let e=o.checkFramebufferStatus(o.FRAMEBUFFER);if(e!==o.FRAMEBUFFER_COMPLETE)throw new Error("Error binding framebuffer: "+vi(o,e))}function vi(o,e){switch(e){case o.FRAMEBUFFER_INCOMPLETE_ATTACHMENT:return"FRAMEBUFFER_INCOMPLETE_ATTACHMENT";case o.FRAMEBUFFER_INCOMPLETE_MISSING_ATTACHMENT:return"FRAMEBUFFER_INCOMPLETE_MISSING_ATTACHMENT";case o.FRAMEBUFFER_INCOMPLETE_DIMENSIONS:return"FRAMEBUFFER_INCOMPLETE_DIMENSIONS";case o.FRAMEBUFFER_UNSUPPORTED:return"FRAMEBUFFER_UNSUPPORTED";default:return`unknown error ${e}`}}function Se(o,e,t){let r=$(o,()=>e());if(r==null)throw new Error(t);return r}function yi(o,e){let t=o.MAX_COMBINED_TEXTURE_IMAGE_UNITS-1,r=e+o.TEXTURE0;if(r<o.TEXTURE0||r>t){let n=`[gl.TEXTURE0, gl.TEXTURE${t}]`;throw new Error(`textureUnit must be in ${n}.`)}}function $e(o,e=2){return be.sizeFromShape(o.slice(0,o.length-e))}function Ie(o){if(o.length===0)throw Error("Cannot get rows and columns of an empty shape array.");return[o.length>1?o[o.length-2]:1,o[o.length-1]]}function ot(o){let e=[1,1,1];return o.length===0||o.length===1&&o[0]===1||(e=[$e(o),...Ie(o)]),e}function kn(o,e=!1){let t=ye().getNumber("WEBGL_MAX_TEXTURE_SIZE"),r=ye().getNumber("WEBGL_MAX_SIZE_FOR_NARROW_TEXTURE");r===1/0&&ye().getBool("WEBGL_AUTO_SQUARIFY_NARROW_TEXTURE_SHAPE")&&(r=t/2),e&&(t=t*2,r=r*2,o=o.map((l,a)=>a>=o.length-2?be.nearestLargerEven(o[a]):o[a]),o.length===1&&(o=[2,o[0]])),o.length!==2&&(o=be.squeezeShape(o).newShape);let n=be.sizeFromShape(o),s=null;o.length<=1&&n<=t?s=[1,n]:o.length===2&&o[0]<=t&&o[1]<=t?s=o:o.length===3&&o[0]*o[1]<=t&&o[2]<=t?s=[o[0]*o[1],o[2]]:o.length===3&&o[0]<=t&&o[1]*o[2]<=t?s=[o[0],o[1]*o[2]]:o.length===4&&o[0]*o[1]*o[2]<=t&&o[3]<=t?s=[o[0]*o[1]*o[2],o[3]]:o.length===4&&o[0]<=t&&o[1]*o[2]*o[3]<=t&&(s=[o[0],o[1]*o[2]*o[3]]);let i=s!=null&&Math.max(...s)>r&&Math.min(...s)<=(e?2:1)&&Math.min(...s)>0;if(s==null||i)if(e){let l=$e(o),a=2,c=2;o.length&&([a,c]=Ie(o)),n=l*(a/2)*(c/2),s=be.sizeToSquarishShape(n).map(u=>u*2)}else s=be.sizeToSquarishShape(n);return s}function ro(o){return o%2===0}function Ae(o,e){if(o=o.slice(-2),e=e.slice(-2),be.arraysEqual(o,e)||!o.length||!e.length||o[0]===0||o[1]===0||e[0]===0||e[1]===0)return!0;if(o.length!==e.length){let t=o[o.length-1],r=e[e.length-1];if(t===r||ro(t)&&ro(r)&&(o[0]===1||e[0]===1))return!0}return o[1]===e[1]&&ro(o[0])&&ro(e[0])}var no,so;function An(o){if(no==null){let e=re(o);no=e.getParameter(e.MAX_TEXTURE_SIZE)}return no}function cm(){no=null}function um(){so=null}function Fn(o){if(so==null){let e=re(o);so=e.getParameter(e.MAX_TEXTURE_IMAGE_UNITS)}return Math.min(16,so)}function _n(o){if(o===0)return 0;let e,t=re(o);return ne(t,"EXT_disjoint_timer_query_webgl2")&&o===2?e=2:ne(t,"EXT_disjoint_timer_query")?e=1:e=0,e}function ne(o,e){return o.getExtension(e)!=null}function co(o){try{if(re(o)!=null)return!0}catch(e){return console.log("Error when getting WebGL context: ",e),!1}return!1}function Dn(o){if(o===0)return!1;let e=re(o);if(o===1){if(!ne(e,"OES_texture_float"))return!1}else if(!ne(e,"EXT_color_buffer_float"))return!1;return xn(e)}function Pn(o){if(o===0)return!1;let e=re(o);if(o===1){if(!ne(e,"OES_texture_float")||!ne(e,"WEBGL_color_buffer_float"))return!1}else{if(ne(e,"EXT_color_buffer_float"))return xn(e);let r="EXT_color_buffer_half_float";if(ne(e,r)){let n=e.getExtension(r);return pm(e,n)}return!1}return xn(e)}function xn(o){let e=wt(o),t=o.createTexture();o.bindTexture(o.TEXTURE_2D,t),o.texImage2D(o.TEXTURE_2D,0,e.internalFormatFloat,1,1,0,e.textureFormatFloat,e.textureTypeFloat,null);let s=o.createFramebuffer();o.bindFramebuffer(o.FRAMEBUFFER,s),o.framebufferTexture2D(o.FRAMEBUFFER,o.COLOR_ATTACHMENT0,o.TEXTURE_2D,t,0);let i=o.checkFramebufferStatus(o.FRAMEBUFFER)===o.FRAMEBUFFER_COMPLETE;return o.bindTexture(o.TEXTURE_2D,null),o.bindFramebuffer(o.FRAMEBUFFER,null),o.deleteTexture(t),o.deleteFramebuffer(s),i}function pm(o,e){let t=wt(o,e),r=o.createTexture();o.bindTexture(o.TEXTURE_2D,r),o.texImage2D(o.TEXTURE_2D,0,t.internalFormatHalfFloat,1,1,0,t.textureFormatFloat,t.textureTypeHalfFloat,null);let i=o.createFramebuffer();o.bindFramebuffer(o.FRAMEBUFFER,i),o.framebufferTexture2D(o.FRAMEBUFFER,o.COLOR_ATTACHMENT0,o.TEXTURE_2D,r,0);let l=o.checkFramebufferStatus(o.FRAMEBUFFER)===o.FRAMEBUFFER_COMPLETE;return o.bindTexture(o.TEXTURE_2D,null),o.bindFramebuffer(o.FRAMEBUFFER,null),o.deleteTexture(r),o.deleteFramebuffer(i),l}function On(o){return o!==2?!1:re(o).fenceSync!=null}function me(o,e){Array.isArray(o)||(o=[o]),o.forEach(t=>{t!=null&&be.assert(t.dtype!=="complex64",()=>`${e} does not support complex64 tensors in the WebGL backend.`)})}var E=dm();E.registerFlag("HAS_WEBGL",()=>E.getNumber("WEBGL_VERSION")>0);E.registerFlag("WEBGL_VERSION",()=>co(2)?2:co(1)?1:0);E.registerFlag("WEBGL_CHECK_NUMERICAL_PROBLEMS",()=>!1);E.registerFlag("WEBGL_BUFFER_SUPPORTED",()=>E.get("WEBGL_VERSION")===2);E.registerFlag("WEBGL_CPU_FORWARD",()=>!0);E.registerFlag("WEBGL_FORCE_F16_TEXTURES",()=>!1);E.registerFlag("WEBGL_PACK",()=>E.getBool("HAS_WEBGL"));E.registerFlag("WEBGL_PACK_NORMALIZATION",()=>E.getBool("WEBGL_PACK"));E.registerFlag("WEBGL_PACK_CLIP",()=>E.getBool("WEBGL_PACK"));E.registerFlag("WEBGL_PACK_DEPTHWISECONV",()=>E.getBool("WEBGL_PACK"));E.registerFlag("WEBGL_PACK_BINARY_OPERATIONS",()=>E.getBool("WEBGL_PACK"));E.registerFlag("WEBGL_PACK_UNARY_OPERATIONS",()=>E.getBool("WEBGL_PACK"));E.registerFlag("WEBGL_PACK_ARRAY_OPERATIONS",()=>E.getBool("WEBGL_PACK"));E.registerFlag("WEBGL_PACK_IMAGE_OPERATIONS",()=>E.getBool("WEBGL_PACK"));E.registerFlag("WEBGL_PACK_REDUCE",()=>E.getBool("WEBGL_PACK"));E.registerFlag("WEBGL_LAZILY_UNPACK",()=>E.getBool("WEBGL_PACK"));E.registerFlag("WEBGL_CONV_IM2COL",()=>E.getBool("WEBGL_PACK"));E.registerFlag("WEBGL_PACK_CONV2DTRANSPOSE",()=>E.getBool("WEBGL_PACK"));E.registerFlag("WEBGL_MAX_TEXTURE_SIZE",()=>An(E.getNumber("WEBGL_VERSION")));E.registerFlag("WEBGL_MAX_TEXTURES_IN_SHADER",()=>Fn(E.getNumber("WEBGL_VERSION")));E.registerFlag("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_VERSION",()=>{let o=E.getNumber("WEBGL_VERSION");return o===0?0:_n(o)});E.registerFlag("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_RELIABLE",()=>E.getNumber("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_VERSION")>0&&!Si.isMobile());E.registerFlag("WEBGL_RENDER_FLOAT32_CAPABLE",()=>Dn(E.getNumber("WEBGL_VERSION")));E.registerFlag("WEBGL_RENDER_FLOAT32_ENABLED",()=>E.getBool("WEBGL_FORCE_F16_TEXTURES")?!1:E.getBool("WEBGL_RENDER_FLOAT32_CAPABLE"));E.registerFlag("WEBGL_DOWNLOAD_FLOAT_ENABLED",()=>Pn(E.getNumber("WEBGL_VERSION")));E.registerFlag("WEBGL_FENCE_API_ENABLED",()=>On(E.getNumber("WEBGL_VERSION")));E.registerFlag("WEBGL_SIZE_UPLOAD_UNIFORM",()=>E.getBool("WEBGL_RENDER_FLOAT32_ENABLED")?4:0);E.registerFlag("WEBGL_DELETE_TEXTURE_THRESHOLD",()=>-1,o=>{if(typeof o!="number")throw new Error(`WEBGL_DELETE_TEXTURE_THRESHOLD must be a number but got ${o}.`);if(o<0&&o!==-1)throw new Error(`WEBGL_DELETE_TEXTURE_THRESHOLD must be -1 (indicating never delete) or at least 0, but got ${o}.`)});E.registerFlag("WEBGL_FLUSH_THRESHOLD",()=>Si.isMobile()?1:-1,o=>{if(typeof o!="number")throw new Error(`WEBGL_FLUSH_THRESHOLD must be a number but got ${o}.`);if(o<0&&o!==-1)throw new Error(`WEBGL_FLUSH_THRESHOLD must be -1 (indicating never manual flush) or at least 0, but got ${o}.`)});E.registerFlag("CPU_HANDOFF_SIZE_THRESHOLD",()=>128);E.registerFlag("WEBGL_USE_SHAPES_UNIFORMS",()=>!1);E.registerFlag("TOPK_LAST_DIM_CPU_HANDOFF_SIZE_THRESHOLD",()=>1e5);E.registerFlag("TOPK_K_CPU_HANDOFF_THRESHOLD",()=>128);E.registerFlag("WEBGL_EXP_CONV",()=>!1);E.registerFlag("SOFTWARE_WEBGL_ENABLED",()=>E.getBool("IS_TEST"));E.registerFlag("WEBGL_MAX_SIZE_FOR_NARROW_TEXTURE",()=>1/0);E.registerFlag("WEBGL_AUTO_SQUARIFY_NARROW_TEXTURE_SHAPE",()=>!1);E.registerFlag("WEBGL2_ISNAN_CUSTOM",()=>!1);E.registerFlag("ENGINE_COMPILE_ONLY",()=>!1);import{backend_util as Ds,buffer as Ol,DataStorage as ih,engine as De,env as _,kernel_impls as ah,KernelBackend as lh,nextFrame as ch,scalar as uh,tidy as ph,util as z}from"@tensorflow/tfjs-core";import{env as $i}from"@tensorflow/tfjs-core";function B(){let o,e,t,r,n,s,i,l,a,c;return $i().getNumber("WEBGL_VERSION")===2?(o="#version 300 es",e="in",t="out",r="in",n="texture",s="outputColor",i="out vec4 outputColor;",l=$i().getBool("WEBGL2_ISNAN_CUSTOM")?`
      bool isnan_custom(float val) {
        uint floatToUint = floatBitsToUint(val);
        return (floatToUint & 0x7fffffffu) > 0x7f800000u;
      }

      bvec4 isnan_custom(vec4 val) {
        return bvec4(isnan_custom(val.x),
          isnan_custom(val.y), isnan_custom(val.z), isnan_custom(val.w));
      }

      #define isnan(value) isnan_custom(value)
    `:"",a="",c=`
      #define round(value) newRound(value)
      int newRound(float value) {
        return int(floor(value + 0.5));
      }

      ivec4 newRound(vec4 value) {
        return ivec4(floor(value + vec4(0.5)));
      }
    `):(o="",e="attribute",t="varying",r="varying",n="texture2D",s="gl_FragColor",i="",l=`
      #define isnan(value) isnan_custom(value)
      bool isnan_custom(float val) {
        return (val > 0. || val < 1. || val == 0.) ? false : true;
      }
      bvec4 isnan_custom(vec4 val) {
        return bvec4(isnan(val.x), isnan(val.y), isnan(val.z), isnan(val.w));
      }
    `,a=`
      uniform float INFINITY;

      bool isinf(float val) {
        return abs(val) == INFINITY;
      }
      bvec4 isinf(vec4 val) {
        return equal(abs(val), vec4(INFINITY));
      }
    `,c=`
      int round(float value) {
        return int(floor(value + 0.5));
      }

      ivec4 round(vec4 value) {
        return ivec4(floor(value + vec4(0.5)));
      }
    `),{version:o,attribute:e,varyingVs:t,varyingFs:r,texture2D:n,output:s,defineOutput:i,defineSpecialNaN:l,defineSpecialInf:a,defineRound:c}}import{backend_util as Qm,env as Et,util as Fe}from"@tensorflow/tfjs-core";import{backend_util as fm,util as Q}from"@tensorflow/tfjs-core";import{util as Ln}from"@tensorflow/tfjs-core";function fe(o,e,t="index"){let r=Ln.computeStrides(e);return r.map((n,s)=>{let i=`int ${o[s]} = ${t} / ${n}`,l=s===r.length-1?`int ${o[s+1]} = ${t} - ${o[s]} * ${n}`:`index -= ${o[s]} * ${n}`;return`${i}; ${l};`}).join("")}function Ue(o,e,t="index"){let r=Ln.computeStrides(e);return r.map((n,s)=>{let i=`int ${o[s]} = ${t} / outShapeStrides[${s}]`,l=s===r.length-1?`int ${o[s+1]} = ${t} - ${o[s]} * outShapeStrides[${s}]`:`index -= ${o[s]} * outShapeStrides[${s}]`;return`${i}; ${l};`}).join("")}function mm(o,e){let t=o.length,r=o.map(s=>`${e}[${s}]`),n=new Array(t-1);n[t-2]=r[t-1];for(let s=t-3;s>=0;--s)n[s]=`(${n[s+1]} * ${r[s+1]})`;return n}function Ii(o,e,t="index"){let r=o.map((s,i)=>i),n=mm(r,e);return n.map((s,i)=>{let l=`int ${o[i]} = ${t} / ${n[i]}`,a=i===n.length-1?`int ${o[i+1]} = ${t} - ${o[i]} * ${n[i]}`:`index -= ${o[i]} * ${n[i]}`;return`${l}; ${a};`}).join("")}function nt(o){let e=Ln.computeStrides(o).map(t=>t.toString());return`
  int getFlatIndex(ivec3 coords) {
    return coords.x * ${e[0]} + coords.y * ${e[1]} + coords.z;
  }
`}function st(){return`
  int getFlatIndex(ivec3 coords) {
    return coords.x * outShapeStrides[0] + coords.y * outShapeStrides[1] + coords.z;
  }
`}var uo=`
  const float FLOAT_MAX = 1.70141184e38;
  const float FLOAT_MIN = 1.17549435e-38;

  lowp vec4 encode_float(highp float v) {
    if (isnan(v)) {
      return vec4(255, 255, 255, 255);
    }

    highp float av = abs(v);

    if(av < FLOAT_MIN) {
      return vec4(0.0, 0.0, 0.0, 0.0);
    } else if(v > FLOAT_MAX) {
      return vec4(0.0, 0.0, 128.0, 127.0) / 255.0;
    } else if(v < -FLOAT_MAX) {
      return vec4(0.0, 0.0,  128.0, 255.0) / 255.0;
    }

    highp vec4 c = vec4(0,0,0,0);

    highp float e = floor(log2(av));
    highp float m = exp2(fract(log2(av))) - 1.0;

    c[2] = floor(128.0 * m);
    m -= c[2] / 128.0;
    c[1] = floor(32768.0 * m);
    m -= c[1] / 32768.0;
    c[0] = floor(8388608.0 * m);

    highp float ebias = e + 127.0;
    c[3] = floor(ebias / 2.0);
    ebias -= c[3] * 2.0;
    c[2] += floor(ebias) * 128.0;

    c[3] += 128.0 * step(0.0, -v);

    return c / 255.0;
  }
`;var{getBroadcastDims:wi}=fm;function Ti(o,e,t){let r=[];if(o.forEach(m=>{let f=Q.sizeFromShape(m.shapeInfo.logicalShape);if(m.shapeInfo.isUniform?r.push(`uniform float ${m.name}${f>1?`[${f}]`:""};`):(r.push(`uniform sampler2D ${m.name};`),r.push(`uniform int offset${m.name};`)),t.enableShapeUniforms){let{uniformShape:g}=po(t.packedInputs,m.shapeInfo.logicalShape,m.shapeInfo.texShape);switch(g.length){case 1:r.push(`uniform int ${m.name}Shape;`);break;case 2:r.push(`uniform ivec2 ${m.name}Shape;`);break;case 3:r.push(`uniform ivec3 ${m.name}Shape;`);break;case 4:r.push(`uniform ivec4 ${m.name}Shape;`);break;default:break}r.push(`uniform ivec2 ${m.name}TexShape;`)}}),t.enableShapeUniforms){switch(e.logicalShape.length){case 1:r.push("uniform int outShape;");break;case 2:r.push("uniform ivec2 outShape;"),r.push("uniform int outShapeStrides;");break;case 3:r.push("uniform ivec3 outShape;"),r.push("uniform ivec2 outShapeStrides;");break;case 4:r.push("uniform ivec4 outShape;"),r.push("uniform ivec3 outShapeStrides;");break;default:break}r.push("uniform ivec2 outTexShape;")}t.customUniforms&&t.customUniforms.forEach(m=>{r.push(`uniform ${m.type} ${m.name}${m.arrayIndex?`[${m.arrayIndex}]`:""};`)});let n=r.join(`
`),s=o.map(m=>hm(m,e,t.packedInputs,t.enableShapeUniforms)).join(`
`),i=e.texShape,l=B(),a=Cm(l),c,u,p=ym(l);return e.isPacked?(c=xm(e.logicalShape,i,t.enableShapeUniforms),u=vm(l)):(c=gm(e.logicalShape,i,t.enableShapeUniforms),u=bm(l)),t.packedInputs&&(p+=wm),[p,a,u,n,c,s,t.userCode].join(`
`)}function at(o,e=!1){let t=o.shapeInfo.logicalShape;switch(t.length){case 0:return Lm(o,e);case 1:return Vm(o,e);case 2:return Mm(o,e);case 3:return Gm(o,e);case 4:return Hm(o,e);case 5:return Km(o);case 6:return Xm(o);default:throw new Error(`${t.length}-D input sampling is not yet supported`)}}function Ri(o,e){switch(o.shapeInfo.logicalShape.length){case 0:return Om(o);case 1:return Bm(o,e);case 2:return Um(o,e);case 3:return Wm(o,e);default:return zm(o,e)}}function hm(o,e,t=!1,r){let n="";t?n+=Ri(o,r):n+=at(o,r);let s=o.shapeInfo.logicalShape,i=e.logicalShape;return s.length<=i.length&&(t?n+=qm(o,e):n+=jm(o,e)),n}function xm(o,e,t){switch(o.length){case 0:return Ei();case 1:return Tm(o,e,t);case 2:return Dm(o,e,t);case 3:return Em(o,e,t);default:return km(o,e,t)}}function gm(o,e,t){switch(o.length){case 0:return Ei();case 1:return Rm(o,e,t);case 2:return Pm(o,e,t);case 3:return Nm(o,e,t);case 4:return Am(o,e,t);case 5:return Fm(o,e);case 6:return _m(o,e);default:throw new Error(`${o.length}-D output sampling is not yet supported`)}}function Cm(o){return`
    float sampleTexture(sampler2D textureSampler, vec2 uv) {
      return ${o.texture2D}(textureSampler, uv).r;
    }
  `}function bm(o){return`
    void setOutput(float val) {
      ${o.output} = vec4(val, 0, 0, 0);
    }
  `}function vm(o){return`
    void setOutput(vec4 val) {
      ${o.output} = val;
    }
  `}function ym(o){return`${o.version}
    precision highp float;
    precision highp int;
    precision highp sampler2D;
    ${o.varyingFs} vec2 resultUV;
    ${o.defineOutput}
    const vec2 halfCR = vec2(0.5, 0.5);

    struct ivec5
    {
      int x;
      int y;
      int z;
      int w;
      int u;
    };

    struct ivec6
    {
      int x;
      int y;
      int z;
      int w;
      int u;
      int v;
    };

    uniform float NAN;
    ${o.defineSpecialNaN}
    ${o.defineSpecialInf}
    ${o.defineRound}

    int imod(int x, int y) {
      return x - y * (x / y);
    }

    int idiv(int a, int b, float sign) {
      int res = a / b;
      int mod = imod(a, b);
      if (sign < 0. && mod != 0) {
        res -= 1;
      }
      return res;
    }

    //Based on the work of Dave Hoskins
    //https://www.shadertoy.com/view/4djSRW
    #define HASHSCALE1 443.8975
    float random(float seed){
      vec2 p = resultUV * seed;
      vec3 p3  = fract(vec3(p.xyx) * HASHSCALE1);
      p3 += dot(p3, p3.yzx + 19.19);
      return fract((p3.x + p3.y) * p3.z);
    }

    ${Sm}
    ${$m}
    ${Im}
  `}var Sm=`
vec2 uvFromFlat(int texNumR, int texNumC, int index) {
  int texR = index / texNumC;
  int texC = index - texR * texNumC;
  return (vec2(texC, texR) + halfCR) / vec2(texNumC, texNumR);
}
vec2 packedUVfrom1D(int texNumR, int texNumC, int index) {
  int texelIndex = index / 2;
  int texR = texelIndex / texNumC;
  int texC = texelIndex - texR * texNumC;
  return (vec2(texC, texR) + halfCR) / vec2(texNumC, texNumR);
}
`,$m=`
vec2 packedUVfrom2D(int texelsInLogicalRow, int texNumR,
  int texNumC, int row, int col) {
  int texelIndex = (row / 2) * texelsInLogicalRow + (col / 2);
  int texR = texelIndex / texNumC;
  int texC = texelIndex - texR * texNumC;
  return (vec2(texC, texR) + halfCR) / vec2(texNumC, texNumR);
}
`,Im=`
vec2 packedUVfrom3D(int texNumR, int texNumC,
    int texelsInBatch, int texelsInLogicalRow, int b,
    int row, int col) {
  int index = b * texelsInBatch + (row / 2) * texelsInLogicalRow + (col / 2);
  int texR = index / texNumC;
  int texC = index - texR * texNumC;
  return (vec2(texC, texR) + halfCR) / vec2(texNumC, texNumR);
}
`,wm=`
  float getChannel(vec4 frag, vec2 innerDims) {
    vec2 modCoord = mod(innerDims, 2.);
    return modCoord.x == 0. ?
      (modCoord.y == 0. ? frag.r : frag.g) :
      (modCoord.y == 0. ? frag.b : frag.a);
  }
  float getChannel(vec4 frag, int dim) {
    float modCoord = mod(float(dim), 2.);
    return modCoord == 0. ? frag.r : frag.g;
  }
`;function Ei(){return`
    int getOutputCoords() {
      return 0;
    }
  `}function Tm(o,e,t){let r=[Math.ceil(e[0]/2),Math.ceil(e[1]/2)];return r[0]===1?t?`
      int getOutputCoords() {
        return 2 * int(resultUV.x * ceil(float(outTexShape[1]) / 2.0));
      }
    `:`
      int getOutputCoords() {
        return 2 * int(resultUV.x * ${r[1]}.0);
      }
    `:r[1]===1?t?`
      int getOutputCoords() {
        return 2 * int(resultUV.y * ceil(float(outTexShape[0]) / 2.0));
      }
    `:`
      int getOutputCoords() {
        return 2 * int(resultUV.y * ${r[0]}.0);
      }
    `:t?`
    int getOutputCoords() {
      ivec2 packedTexShape = ivec2(ceil(float(outTexShape[0]) / 2.0), ceil(float(outTexShape[1]) / 2.0));
      ivec2 resTexRC = ivec2(resultUV.yx *
                             vec2(packedTexShape[0], packedTexShape[1]));
      return 2 * (resTexRC.x * packedTexShape[1] + resTexRC.y);
    }
  `:`
    int getOutputCoords() {
      ivec2 resTexRC = ivec2(resultUV.yx *
                             vec2(${r[0]}, ${r[1]}));
      return 2 * (resTexRC.x * ${r[1]} + resTexRC.y);
    }
  `}function Rm(o,e,t){return e[0]===1?t?`
      int getOutputCoords() {
        return int(resultUV.x * float(outTexShape[1]));
      }
    `:`
      int getOutputCoords() {
        return int(resultUV.x * ${e[1]}.0);
      }
    `:e[1]===1?t?`
      int getOutputCoords() {
        return int(resultUV.y * float(outTexShape[0]));
      }
    `:`
      int getOutputCoords() {
        return int(resultUV.y * ${e[0]}.0);
      }
    `:t?`
    int getOutputCoords() {
      ivec2 resTexRC = ivec2(resultUV.yx *
                             vec2(outTexShape[0], outTexShape[1]));
      return resTexRC.x * outTexShape[1] + resTexRC.y;
    }
  `:`
    int getOutputCoords() {
      ivec2 resTexRC = ivec2(resultUV.yx *
                             vec2(${e[0]}, ${e[1]}));
      return resTexRC.x * ${e[1]} + resTexRC.y;
    }
  `}function Em(o,e,t){if(t)return`
    ivec3 getOutputCoords() {
      ivec2 packedTexShape = ivec2(ceil(float(outTexShape[0]) / 2.0), ceil(float(outTexShape[1]) / 2.0));
      int texelsInLogicalRow = int(ceil(float(outShape[2]) / 2.0));
      int texelsInBatch = texelsInLogicalRow * int(ceil(float(outShape[1]) / 2.0));
      ivec2 resTexRC = ivec2(resultUV.yx *
                             vec2(packedTexShape[0], packedTexShape[1]));
      int index = resTexRC.x * packedTexShape[1] + resTexRC.y;

      int b = index / texelsInBatch;
      index -= b * texelsInBatch;

      int r = 2 * (index / texelsInLogicalRow);
      int c = imod(index, texelsInLogicalRow) * 2;

      return ivec3(b, r, c);
    }
  `;let r=[Math.ceil(e[0]/2),Math.ceil(e[1]/2)],n=Math.ceil(o[2]/2),s=n*Math.ceil(o[1]/2);return`
    ivec3 getOutputCoords() {
      ivec2 resTexRC = ivec2(resultUV.yx *
                             vec2(${r[0]}, ${r[1]}));
      int index = resTexRC.x * ${r[1]} + resTexRC.y;

      int b = index / ${s};
      index -= b * ${s};

      int r = 2 * (index / ${n});
      int c = imod(index, ${n}) * 2;

      return ivec3(b, r, c);
    }
  `}function Nm(o,e,t){if(t)return`
  ivec3 getOutputCoords() {
    ivec2 resTexRC = ivec2(resultUV.yx *
                           vec2(outTexShape[0], outTexShape[1]));
    int index = resTexRC.x * outTexShape[1] + resTexRC.y;
    ${Ue(["r","c","d"],o)}
    return ivec3(r, c, d);
  }
`;let r=fe(["r","c","d"],o);return`
    ivec3 getOutputCoords() {
      ivec2 resTexRC = ivec2(resultUV.yx *
                             vec2(${e[0]}, ${e[1]}));
      int index = resTexRC.x * ${e[1]} + resTexRC.y;
      ${r}
      return ivec3(r, c, d);
    }
  `}function km(o,e,t){if(t)return`
    ivec4 getOutputCoords() {
      ivec2 packedTexShape = ivec2(ceil(float(outTexShape[0]) / 2.0), ceil(float(outTexShape[1]) / 2.0));
      ivec2 resTexRC = ivec2(resultUV.yx *
                             vec2(packedTexShape[0], packedTexShape[1]));
      int index = resTexRC.x * packedTexShape[1] + resTexRC.y;

      int texelsInLogicalRow = int(ceil(float(outShape[3]) / 2.0));
      int texelsInBatch = texelsInLogicalRow * int(ceil(float(outShape[2]) / 2.0));
      int texelsInBatchN = texelsInBatch * outShape[1];

      int b2 = index / texelsInBatchN;
      index -= b2 * texelsInBatchN;

      int b = index / texelsInBatch;
      index -= b * texelsInBatch;

      int r = 2 * (index / texelsInLogicalRow);
      int c = imod(index, texelsInLogicalRow) * 2;

      return ivec4(b2, b, r, c);
    }
  `;let r=[Math.ceil(e[0]/2),Math.ceil(e[1]/2)],n=Math.ceil(o[o.length-1]/2),s=n*Math.ceil(o[o.length-2]/2),i=s,l="",a="b, r, c";for(let c=2;c<o.length-1;c++)i*=o[o.length-c-1],l=`
      int b${c} = index / ${i};
      index -= b${c} * ${i};
    `+l,a=`b${c}, `+a;return`
    ivec${o.length} getOutputCoords() {
      ivec2 resTexRC = ivec2(resultUV.yx *
                             vec2(${r[0]}, ${r[1]}));
      int index = resTexRC.x * ${r[1]} + resTexRC.y;

      ${l}

      int b = index / ${s};
      index -= b * ${s};

      int r = 2 * (index / ${n});
      int c = imod(index, ${n}) * 2;

      return ivec${o.length}(${a});
    }
  `}function Am(o,e,t){if(t)return`
    ivec4 getOutputCoords() {
      ivec2 resTexRC = ivec2(resultUV.yx *
        vec2(outTexShape[0], outTexShape[1]));
      int index = resTexRC.x * outTexShape[1] + resTexRC.y;
      ${Ue(["r","c","d","d2"],o)}
      return ivec4(r, c, d, d2);
    }
  `;let r=fe(["r","c","d","d2"],o);return`
    ivec4 getOutputCoords() {
      ivec2 resTexRC = ivec2(resultUV.yx *
        vec2(${e[0]}, ${e[1]}));
      int index = resTexRC.x * ${e[1]} + resTexRC.y;
      ${r}
      return ivec4(r, c, d, d2);
    }
  `}function Fm(o,e){let t=fe(["r","c","d","d2","d3"],o);return`
    ivec5 getOutputCoords() {
      ivec2 resTexRC = ivec2(resultUV.yx * vec2(${e[0]},
                             ${e[1]}));

      int index = resTexRC.x * ${e[1]} + resTexRC.y;

      ${t}

      ivec5 outShape = ivec5(r, c, d, d2, d3);
      return outShape;
    }
  `}function _m(o,e){let t=fe(["r","c","d","d2","d3","d4"],o);return`
    ivec6 getOutputCoords() {
      ivec2 resTexRC = ivec2(resultUV.yx *
        vec2(${e[0]}, ${e[1]}));
      int index = resTexRC.x * ${e[1]} + resTexRC.y;

      ${t}

      ivec6 result = ivec6(r, c, d, d2, d3, d4);
      return result;
    }
  `}function Dm(o,e,t){let r=[Math.ceil(e[0]/2),Math.ceil(e[1]/2)];if(Q.arraysEqual(o,e))return t?`
      ivec2 getOutputCoords() {
        ivec2 packedTexShape = ivec2(ceil(float(outTexShape[0]) / 2.0), ceil(float(outTexShape[1]) / 2.0));
        return 2 * ivec2(resultUV.yx * vec2(packedTexShape[0], packedTexShape[1]));
      }
    `:`
      ivec2 getOutputCoords() {
        return 2 * ivec2(resultUV.yx * vec2(${r[0]}, ${r[1]}));
      }
    `;let n=Math.ceil(o[1]/2);return t?`
    ivec2 getOutputCoords() {
      ivec2 packedTexShape = ivec2(ceil(float(outTexShape[0]) / 2.0), ceil(float(outTexShape[1]) / 2.0));
      int texelsInLogicalRow = int(ceil(float(outShape[1]) / 2.0));
      ivec2 resTexRC = ivec2(resultUV.yx *
                             vec2(packedTexShape[0], packedTexShape[1]));

      int index = resTexRC.x * packedTexShape[1] + resTexRC.y;
      int r = 2 * (index / texelsInLogicalRow);
      int c = imod(index, texelsInLogicalRow) * 2;

      return ivec2(r, c);
    }
  `:`
    ivec2 getOutputCoords() {
      ivec2 resTexRC = ivec2(resultUV.yx *
                             vec2(${r[0]}, ${r[1]}));

      int index = resTexRC.x * ${r[1]} + resTexRC.y;
      int r = 2 * (index / ${n});
      int c = imod(index, ${n}) * 2;

      return ivec2(r, c);
    }
  `}function Pm(o,e,t){return Q.arraysEqual(o,e)?t?`
      ivec2 getOutputCoords() {
        return ivec2(resultUV.yx * vec2(outTexShape[0], outTexShape[1]));
      }
    `:`
      ivec2 getOutputCoords() {
        return ivec2(resultUV.yx * vec2(${e[0]}, ${e[1]}));
      }
    `:o[1]===1?t?`
      ivec2 getOutputCoords() {
        ivec2 resTexRC = ivec2(resultUV.yx *
                               vec2(outTexShape[0], outTexShape[1]));
        int index = resTexRC.x * outTexShape[1] + resTexRC.y;
        return ivec2(index, 0);
      }
    `:`
      ivec2 getOutputCoords() {
        ivec2 resTexRC = ivec2(resultUV.yx *
                               vec2(${e[0]}, ${e[1]}));
        int index = resTexRC.x * ${e[1]} + resTexRC.y;
        return ivec2(index, 0);
      }
    `:o[0]===1?t?`
      ivec2 getOutputCoords() {
        ivec2 resTexRC = ivec2(resultUV.yx *
                               vec2(outTexShape[0], outTexShape[1]));
        int index = resTexRC.x * outTexShape[1] + resTexRC.y;
        return ivec2(0, index);
      }
    `:`
      ivec2 getOutputCoords() {
        ivec2 resTexRC = ivec2(resultUV.yx *
                               vec2(${e[0]}, ${e[1]}));
        int index = resTexRC.x * ${e[1]} + resTexRC.y;
        return ivec2(0, index);
      }
    `:t?`
    ivec2 getOutputCoords() {
      ivec2 resTexRC = ivec2(resultUV.yx *
                             vec2(outTexShape[0], outTexShape[1]));
      int index = resTexRC.x * outTexShape[1] + resTexRC.y;
      int r = index / outShape[1];
      int c = index - r * outShape[1];
      return ivec2(r, c);
    }
  `:`
    ivec2 getOutputCoords() {
      ivec2 resTexRC = ivec2(resultUV.yx *
                             vec2(${e[0]}, ${e[1]}));
      int index = resTexRC.x * ${e[1]} + resTexRC.y;
      int r = index / ${o[1]};
      int c = index - r * ${o[1]};
      return ivec2(r, c);
    }
  `}function Me(o){return`offset${o}`}function Om(o){let e=o.name,t="get"+e.charAt(0).toUpperCase()+e.slice(1),r=B();return`
    vec4 ${t}() {
      return ${r.texture2D}(${e}, halfCR);
    }
  `}function Lm(o,e){let t=o.name,r="get"+t.charAt(0).toUpperCase()+t.slice(1);if(o.shapeInfo.isUniform)return`float ${r}() {return ${t};}`;let[n,s]=o.shapeInfo.texShape;if(n===1&&s===1)return`
      float ${r}() {
        return sampleTexture(${t}, halfCR);
      }
    `;let i=Me(t);if(e)return`
    float ${r}() {
      vec2 uv = uvFromFlat(${t}TexShape[0], ${t}TexShape[1], ${i});
      return sampleTexture(${t}, uv);
    }
  `;let[l,a]=o.shapeInfo.texShape;return`
    float ${r}() {
      vec2 uv = uvFromFlat(${l}, ${a}, ${i});
      return sampleTexture(${t}, uv);
    }
  `}function Bm(o,e){let t=o.name,r="get"+t.charAt(0).toUpperCase()+t.slice(1),n=o.shapeInfo.texShape,s=B();if(e)return`
    vec4 ${r}(int index) {
      ivec2 packedTexShape = ivec2(ceil(float(${t}TexShape[0]) / 2.0), ceil(float(${t}TexShape[1]) / 2.0));
      vec2 uv = packedUVfrom1D(
        packedTexShape[0], packedTexShape[1], index);
      return ${s.texture2D}(${t}, uv);
    }
  `;let i=[Math.ceil(n[0]/2),Math.ceil(n[1]/2)];return`
    vec4 ${r}(int index) {
      vec2 uv = packedUVfrom1D(
        ${i[0]}, ${i[1]}, index);
      return ${s.texture2D}(${t}, uv);
    }
  `}function Vm(o,e){let t=o.name,r="get"+t.charAt(0).toUpperCase()+t.slice(1);if(o.shapeInfo.isUniform)return`
      float ${r}(int index) {
        ${lt(o)}
      }
    `;let n=o.shapeInfo.texShape,s=n[0],i=n[1];if(i===1&&s===1)return`
      float ${r}(int index) {
        return sampleTexture(${t}, halfCR);
      }
    `;let l=Me(t);return i===1?e?`
      float ${r}(int index) {
        vec2 uv = vec2(0.5, (float(index + ${l}) + 0.5) / float(${t}TexShape[0]));
        return sampleTexture(${t}, uv);
      }
    `:`
      float ${r}(int index) {
        vec2 uv = vec2(0.5, (float(index + ${l}) + 0.5) / ${s}.0);
        return sampleTexture(${t}, uv);
      }
    `:s===1?e?`
      float ${r}(int index) {
        vec2 uv = vec2((float(index + ${l}) + 0.5) / float(${t}TexShape[1]), 0.5);
        return sampleTexture(${t}, uv);
      }
    `:`
      float ${r}(int index) {
        vec2 uv = vec2((float(index + ${l}) + 0.5) / ${i}.0, 0.5);
        return sampleTexture(${t}, uv);
      }
    `:e?`
    float ${r}(int index) {
      vec2 uv = uvFromFlat(${t}TexShape[0], ${t}TexShape[1], index + ${l});
      return sampleTexture(${t}, uv);
    }
  `:`
    float ${r}(int index) {
      vec2 uv = uvFromFlat(${s}, ${i}, index + ${l});
      return sampleTexture(${t}, uv);
    }
  `}function Um(o,e){let t=o.shapeInfo.logicalShape,r=o.name,n="get"+r.charAt(0).toUpperCase()+r.slice(1),s=o.shapeInfo.texShape,i=s[0],l=s[1],a=B();if(s!=null&&Q.arraysEqual(t,s))return e?`
      vec4 ${n}(int row, int col) {
        vec2 uv = (vec2(col, row) + halfCR) / vec2(${r}TexShape[1], ${r}TexShape[0]);

        return ${a.texture2D}(${r}, uv);
      }
    `:`
      vec4 ${n}(int row, int col) {
        vec2 uv = (vec2(col, row) + halfCR) / vec2(${l}.0, ${i}.0);

        return ${a.texture2D}(${r}, uv);
      }
    `;if(e)return`
    vec4 ${n}(int row, int col) {
      ivec2 packedTexShape = ivec2(ceil(float(${r}TexShape[0]) / 2.0), ceil(float(${r}TexShape[1]) / 2.0));
      int valuesPerRow = int(ceil(float(${r}Shape[1]) / 2.0));
      vec2 uv = packedUVfrom2D(valuesPerRow, packedTexShape[0], packedTexShape[1], row, col);
      return ${a.texture2D}(${r}, uv);
    }
  `;let c=[Math.ceil(s[0]/2),Math.ceil(s[1]/2)],u=Math.ceil(t[1]/2);return`
    vec4 ${n}(int row, int col) {
      vec2 uv = packedUVfrom2D(${u}, ${c[0]}, ${c[1]}, row, col);
      return ${a.texture2D}(${r}, uv);
    }
  `}function Mm(o,e){let t=o.shapeInfo.logicalShape,r=o.name,n="get"+r.charAt(0).toUpperCase()+r.slice(1),s=o.shapeInfo.texShape;if(s!=null&&Q.arraysEqual(t,s)){if(e)return`
      float ${n}(int row, int col) {
        vec2 uv = (vec2(col, row) + halfCR) / vec2(${r}TexShape[1], ${r}TexShape[0]);
        return sampleTexture(${r}, uv);
      }
    `;let d=s[0],m=s[1];return`
    float ${n}(int row, int col) {
      vec2 uv = (vec2(col, row) + halfCR) / vec2(${m}.0, ${d}.0);
      return sampleTexture(${r}, uv);
    }
  `}let{newShape:i,keptDims:l}=Q.squeezeShape(t),a=i;if(a.length<t.length){let d=ct(o,a),m=["row","col"];return`
      ${at(d,e)}
      float ${n}(int row, int col) {
        return ${n}(${ut(m,l)});
      }
    `}if(o.shapeInfo.isUniform)return`
      float ${n}(int row, int col) {
        int index = round(dot(vec2(row, col), vec2(${t[1]}, 1)));
        ${lt(o)}
      }
    `;let c=s[0],u=s[1],p=Me(r);return u===1?e?`
      float ${n}(int row, int col) {
        float index = dot(vec3(row, col, ${p}), vec3(${r}Shape[1], 1, 1));
        vec2 uv = vec2(0.5, (index + 0.5) / float(${r}TexShape[0]));
        return sampleTexture(${r}, uv);
      }
    `:`
    float ${n}(int row, int col) {
      float index = dot(vec3(row, col, ${p}), vec3(${t[1]}, 1, 1));
      vec2 uv = vec2(0.5, (index + 0.5) / ${c}.0);
      return sampleTexture(${r}, uv);
    }
  `:c===1?e?`
      float ${n}(int row, int col) {
        float index = dot(vec3(row, col, ${p}), vec3(${r}Shape[1], 1, 1));
        vec2 uv = vec2((index + 0.5) / float(${r}TexShape[1]), 0.5);
        return sampleTexture(${r}, uv);
      }
    `:`
    float ${n}(int row, int col) {
      float index = dot(vec3(row, col, ${p}), vec3(${t[1]}, 1, 1));
      vec2 uv = vec2((index + 0.5) / ${u}.0, 0.5);
      return sampleTexture(${r}, uv);
    }
  `:e?`
      float ${n}(int row, int col) {
        // Explicitly use integer operations as dot() only works on floats.
        int index = row * ${r}Shape[1] + col + ${p};
        vec2 uv = uvFromFlat(${r}TexShape[0], ${r}TexShape[1], index);
        return sampleTexture(${r}, uv);
      }
    `:`
  float ${n}(int row, int col) {
    // Explicitly use integer operations as dot() only works on floats.
    int index = row * ${t[1]} + col + ${p};
    vec2 uv = uvFromFlat(${c}, ${u}, index);
    return sampleTexture(${r}, uv);
  }
`}function Wm(o,e){let t=o.shapeInfo.logicalShape,r=o.name,n="get"+r.charAt(0).toUpperCase()+r.slice(1),s=o.shapeInfo.texShape,i=[Math.ceil(s[0]/2),Math.ceil(s[1]/2)];if(t[0]===1){let d=t.slice(1),m=[1,2],f=ct(o,d),g=["b","row","col"];return`
        ${Ri(f,e)}
        vec4 ${n}(int b, int row, int col) {
          return ${n}(${ut(g,m)});
        }
      `}let l=B();if(e)return`
    vec4 ${n}(int b, int row, int col) {
      ivec2 packedTexShape = ivec2(ceil(float(${r}TexShape[0]) / 2.0), ceil(float(${r}TexShape[1]) / 2.0));
      int valuesPerRow = int(ceil(float(${r}Shape[2]) / 2.0));
      int texelsInBatch = valuesPerRow * int(ceil(float(${r}Shape[1]) / 2.0));
      vec2 uv = packedUVfrom3D(
        packedTexShape[0], packedTexShape[1], texelsInBatch, valuesPerRow, b, row, col);
      return ${l.texture2D}(${r}, uv);
    }
  `;let a=i[0],c=i[1],u=Math.ceil(t[2]/2),p=u*Math.ceil(t[1]/2);return`
    vec4 ${n}(int b, int row, int col) {
      vec2 uv = packedUVfrom3D(
        ${a}, ${c}, ${p}, ${u}, b, row, col);
      return ${l.texture2D}(${r}, uv);
    }
  `}function Gm(o,e){let t=o.shapeInfo.logicalShape,r=o.name,n="get"+r.charAt(0).toUpperCase()+r.slice(1),s=t[1]*t[2],i=t[2],{newShape:l,keptDims:a}=Q.squeezeShape(t),c=l;if(c.length<t.length){let g=ct(o,c),x=["row","col","depth"];return`
        ${at(g,e)}
        float ${n}(int row, int col, int depth) {
          return ${n}(${ut(x,a)});
        }
      `}if(o.shapeInfo.isUniform)return`
      float ${n}(int row, int col, int depth) {
        int index = round(dot(vec3(row, col, depth),
                          vec3(${s}, ${i}, 1)));
        ${lt(o)}
      }
    `;let u=o.shapeInfo.texShape,p=u[0],d=u[1],m=o.shapeInfo.flatOffset;if(d===s&&m==null)return e?`
      float ${n}(int row, int col, int depth) {
        int stride1 = ${r}Shape[2];
        float texR = float(row);
        float texC = dot(vec2(col, depth), vec2(stride1, 1));
        vec2 uv = (vec2(texC, texR) + halfCR) /
                   vec2(${r}TexShape[1], ${r}TexShape[0]);
        return sampleTexture(${r}, uv);
      }
    `:`
        float ${n}(int row, int col, int depth) {
          float texR = float(row);
          float texC = dot(vec2(col, depth), vec2(${i}, 1));
          vec2 uv = (vec2(texC, texR) + halfCR) /
                     vec2(${d}.0, ${p}.0);
          return sampleTexture(${r}, uv);
        }
      `;if(d===i&&m==null)return e?`
      float ${n}(int row, int col, int depth) {
        float texR = dot(vec2(row, col), vec2(${r}Shape[1], 1));
        float texC = float(depth);
        vec2 uv = (vec2(texC, texR) + halfCR) / vec2(${r}TexShape[1], ${r}TexShape[0]);
        return sampleTexture(${r}, uv);
      }
    `:`
    float ${n}(int row, int col, int depth) {
      float texR = dot(vec2(row, col), vec2(${t[1]}, 1));
      float texC = float(depth);
      vec2 uv = (vec2(texC, texR) + halfCR) / vec2(${d}.0, ${p}.0);
      return sampleTexture(${r}, uv);
    }
  `;let f=Me(r);return e?`
    float ${n}(int row, int col, int depth) {
      // Explicitly use integer operations as dot() only works on floats.
      int stride0 = ${r}Shape[1] * ${r}Shape[2];
      int stride1 = ${r}Shape[2];
      int index = row * stride0 + col * stride1 + depth + ${f};
      vec2 uv = uvFromFlat(${r}TexShape[0], ${r}TexShape[1], index);
      return sampleTexture(${r}, uv);
    }
    `:`
      float ${n}(int row, int col, int depth) {
        // Explicitly use integer operations as dot() only works on floats.
        int index = row * ${s} + col * ${i} + depth + ${f};
        vec2 uv = uvFromFlat(${p}, ${d}, index);
        return sampleTexture(${r}, uv);
      }
  `}function zm(o,e){let t=o.name,r="get"+t.charAt(0).toUpperCase()+t.slice(1),n=B();if(e)return`
    vec4 ${r}(int b2, int b, int row, int col) {
      int valuesPerRow = int(ceil(float(${t}Shape[3]) / 2.0));
      int texelsInBatch = valuesPerRow * int(ceil(float(${t}Shape[2]) / 2.0));
      int index = b * texelsInBatch + (row / 2) * valuesPerRow + (col / 2);
      texelsInBatch *= ${t}Shape[1];
      index = b2 * texelsInBatch + index;
      ivec2 packedTexShape = ivec2(ceil(float(${t}TexShape[0]) / 2.0), ceil(float(${t}TexShape[1]) / 2.0));
      int texR = index / packedTexShape[1];
      int texC = index - texR * packedTexShape[1];
      vec2 uv = (vec2(texC, texR) + halfCR) / vec2(packedTexShape[1], packedTexShape[0]); return ${n.texture2D}(${t}, uv);
    }
  `;let s=o.shapeInfo.logicalShape,i=s.length,l=o.shapeInfo.texShape,a=[Math.ceil(l[0]/2),Math.ceil(l[1]/2)],c=a[0],u=a[1],p=Math.ceil(s[i-1]/2),d=p*Math.ceil(s[i-2]/2),m="int b, int row, int col",f=`b * ${d} + (row / 2) * ${p} + (col / 2)`;for(let g=2;g<i-1;g++)m=`int b${g}, `+m,d*=s[i-g-1],f=`b${g} * ${d} + `+f;return`
    vec4 ${r}(${m}) {
      int index = ${f};
      int texR = index / ${u};
      int texC = index - texR * ${u};
      vec2 uv = (vec2(texC, texR) + halfCR) / vec2(${u}, ${c});
      return ${n.texture2D}(${t}, uv);
    }
  `}function Hm(o,e){let t=o.shapeInfo.logicalShape,r=o.name,n="get"+r.charAt(0).toUpperCase()+r.slice(1),s=t[3],i=t[2]*s,l=t[1]*i,{newShape:a,keptDims:c}=Q.squeezeShape(t);if(a.length<t.length){let C=ct(o,a),v=["row","col","depth","depth2"];return`
      ${at(C,e)}
      float ${n}(int row, int col, int depth, int depth2) {
        return ${n}(${ut(v,c)});
      }
    `}if(o.shapeInfo.isUniform)return`
      float ${n}(int row, int col, int depth, int depth2) {
        int index = round(dot(vec4(row, col, depth, depth2),
                          vec4(${l}, ${i}, ${s}, 1)));
        ${lt(o)}
      }
    `;let u=o.shapeInfo.flatOffset,p=o.shapeInfo.texShape,d=p[0],m=p[1],f=`int stride2 = ${r}Shape[3];`,g=`int stride1 = ${r}Shape[2] * stride2;`,x=`int stride0 = ${r}Shape[1] * stride1;`;if(m===l&&u==null)return e?`
      float ${n}(int row, int col, int depth, int depth2) {
        ${f}
        ${g}
        float texR = float(row);
        float texC =
            dot(vec3(col, depth, depth2),
                vec3(stride1, stride2, 1));
        vec2 uv = (vec2(texC, texR) + halfCR) /
                   vec2(${r}TexShape[1], ${r}TexShape[0]);
        return sampleTexture(${r}, uv);
      }
    `:`
      float ${n}(int row, int col, int depth, int depth2) {
        float texR = float(row);
        float texC =
            dot(vec3(col, depth, depth2),
                vec3(${i}, ${s}, 1));
        vec2 uv = (vec2(texC, texR) + halfCR) /
                   vec2(${m}.0, ${d}.0);
        return sampleTexture(${r}, uv);
      }
    `;if(m===s&&u==null)return e?`
      float ${n}(int row, int col, int depth, int depth2) {
        float texR = dot(vec3(row, col, depth),
                         vec3(${r}Shape[1] * ${r}Shape[2], ${r}Shape[2], 1));
        float texC = float(depth2);
        vec2 uv = (vec2(texC, texR) + halfCR) /
                  vec2(${r}TexShape[1], ${r}TexShape[0]);
        return sampleTexture(${r}, uv);
      }
    `:`
      float ${n}(int row, int col, int depth, int depth2) {
        float texR = dot(vec3(row, col, depth),
                         vec3(${t[1]*t[2]}, ${t[2]}, 1));
        float texC = float(depth2);
        vec2 uv = (vec2(texC, texR) + halfCR) /
                  vec2(${m}.0, ${d}.0);
        return sampleTexture(${r}, uv);
      }
    `;let h=Me(r);return e?`
    float ${n}(int row, int col, int depth, int depth2) {
      // Explicitly use integer operations as dot() only works on floats.
      ${f}
      ${g}
      ${x}
      int index = row * stride0 + col * stride1 +
          depth * stride2 + depth2;
      vec2 uv = uvFromFlat(${r}TexShape[0], ${r}TexShape[1], index + ${h});
      return sampleTexture(${r}, uv);
    }
  `:`
    float ${n}(int row, int col, int depth, int depth2) {
      // Explicitly use integer operations as dot() only works on floats.
      int index = row * ${l} + col * ${i} +
          depth * ${s} + depth2;
      vec2 uv = uvFromFlat(${d}, ${m}, index + ${h});
      return sampleTexture(${r}, uv);
    }
  `}function Km(o){let e=o.shapeInfo.logicalShape,t=o.name,r="get"+t.charAt(0).toUpperCase()+t.slice(1),n=e[4],s=e[3]*n,i=e[2]*s,l=e[1]*i,{newShape:a,keptDims:c}=Q.squeezeShape(e);if(a.length<e.length){let g=ct(o,a),x=["row","col","depth","depth2","depth3"];return`
      ${at(g)}
      float ${r}(int row, int col, int depth, int depth2, int depth3) {
        return ${r}(${ut(x,c)});
      }
    `}if(o.shapeInfo.isUniform)return`
      float ${r}(int row, int col, int depth, int depth2, int depth3) {
        float index = dot(
          vec4(row, col, depth, depth2),
          vec4(${l}, ${i}, ${s}, ${n})) +
          depth3;
        ${lt(o)}
      }
    `;let u=o.shapeInfo.flatOffset,p=o.shapeInfo.texShape,d=p[0],m=p[1];if(m===l&&u==null)return`
      float ${r}(int row, int col, int depth, int depth2, int depth3) {
        int texR = row;
        float texC = dot(vec4(col, depth, depth2, depth3),
                         vec4(${i}, ${s}, ${n}, 1));
        vec2 uv = (vec2(texC, texR) + halfCR) /
                   vec2(${m}.0, ${d}.0);
        return sampleTexture(${t}, uv);
      }
    `;if(m===n&&u==null)return`
      float ${r}(int row, int col, int depth, int depth2, int depth3) {
        float texR = dot(
          vec4(row, col, depth, depth2),
          vec4(${e[1]*e[2]*e[3]},
               ${e[2]*e[3]}, ${e[3]}, 1));
        int texC = depth3;
        vec2 uv = (vec2(texC, texR) + halfCR) /
                  vec2(${m}.0, ${d}.0);
        return sampleTexture(${t}, uv);
      }
    `;let f=Me(t);return`
    float ${r}(int row, int col, int depth, int depth2, int depth3) {
      // Explicitly use integer operations as dot() only works on floats.
      int index = row * ${l} + col * ${i} + depth * ${s} +
          depth2 * ${n} + depth3 + ${f};
      vec2 uv = uvFromFlat(${d}, ${m}, index);
      return sampleTexture(${t}, uv);
    }
  `}function Xm(o){let e=o.shapeInfo.logicalShape,t=o.name,r="get"+t.charAt(0).toUpperCase()+t.slice(1),{newShape:n,keptDims:s}=Q.squeezeShape(e);if(n.length<e.length){let x=ct(o,n),h=["row","col","depth","depth2","depth3","depth4"];return`
      ${at(x)}
      float ${r}(int row, int col, int depth,
                    int depth2, int depth3, int depth4) {
        return ${r}(${ut(h,s)});
      }
    `}let i=e[5],l=e[4]*i,a=e[3]*l,c=e[2]*a,u=e[1]*c;if(o.shapeInfo.isUniform)return`
      float ${r}(int row, int col, int depth,
                  int depth2, int depth3, int depth4) {
        int index = round(dot(
          vec4(row, col, depth, depth2),
          vec4(${u}, ${c}, ${a}, ${l})) +
          dot(
            vec2(depth3, depth4),
            vec2(${i}, 1)));
        ${lt(o)}
      }
    `;let p=o.shapeInfo.flatOffset,d=o.shapeInfo.texShape,m=d[0],f=d[1];if(f===u&&p==null)return`
      float ${r}(int row, int col, int depth,
                    int depth2, int depth3, int depth4) {
        int texR = row;
        float texC = dot(vec4(col, depth, depth2, depth3),
          vec4(${c}, ${a}, ${l}, ${i})) +
               float(depth4);
        vec2 uv = (vec2(texC, texR) + halfCR) /
                   vec2(${f}.0, ${m}.0);
        return sampleTexture(${t}, uv);
      }
    `;if(f===i&&p==null)return`
      float ${r}(int row, int col, int depth,
                    int depth2, int depth3, int depth4) {
        float texR = dot(vec4(row, col, depth, depth2),
          vec4(${e[1]*e[2]*e[3]*e[4]},
               ${e[2]*e[3]*e[4]},
               ${e[3]*e[4]},
               ${e[4]})) + float(depth3);
        int texC = depth4;
        vec2 uv = (vec2(texC, texR) + halfCR) /
                  vec2(${f}.0, ${m}.0);
        return sampleTexture(${t}, uv);
      }
    `;let g=Me(t);return`
    float ${r}(int row, int col, int depth,
                  int depth2, int depth3, int depth4) {
      // Explicitly use integer operations as dot() only works on floats.
      int index = row * ${u} + col * ${c} + depth * ${a} +
          depth2 * ${l} + depth3 * ${i} + depth4 + ${g};
      vec2 uv = uvFromFlat(${m}, ${f}, index);
      return sampleTexture(${t}, uv);
    }
  `}function lt(o){let e=o.name,t=Q.sizeFromShape(o.shapeInfo.logicalShape);return t<2?`return ${e};`:`
    for (int i = 0; i < ${t}; i++) {
      if (i == index) {
        return ${e}[i];
      }
    }
  `}function qm(o,e){let t=o.name,r=t.charAt(0).toUpperCase()+t.slice(1),n="get"+r+"AtOutCoords",s=o.shapeInfo.logicalShape.length,i=e.logicalShape.length,l=wi(o.shapeInfo.logicalShape,e.logicalShape),a=N(i),c=i-s,u,p=["x","y","z","w","u","v"];s===0?u="":i<2&&l.length>=1?u="coords = 0;":u=l.map(C=>`coords.${p[C+c]} = 0;`).join(`
`);let d="";i<2&&s>0?d="coords":d=o.shapeInfo.logicalShape.map((C,v)=>`coords.${p[v+c]}`).join(", ");let m="return outputValue;",g=Q.sizeFromShape(o.shapeInfo.logicalShape)===1,h=Q.sizeFromShape(e.logicalShape)===1;if(s===1&&!g&&!h)m=`
      return vec4(outputValue.xy, outputValue.xy);
    `;else if(g&&!h)i===1?m=`
        return vec4(outputValue.x, outputValue.x, 0., 0.);
      `:m=`
        return vec4(outputValue.x);
      `;else if(l.length){let C=s-2,v=s-1;l.indexOf(C)>-1&&l.indexOf(v)>-1?m="return vec4(outputValue.x);":l.indexOf(C)>-1?m="return vec4(outputValue.x, outputValue.y, outputValue.x, outputValue.y);":l.indexOf(v)>-1&&(m="return vec4(outputValue.xx, outputValue.zz);")}return`
    vec4 ${n}() {
      ${a} coords = getOutputCoords();
      ${u}
      vec4 outputValue = get${r}(${d});
      ${m}
    }
  `}function jm(o,e){let t=o.name,r=t.charAt(0).toUpperCase()+t.slice(1),n="get"+r+"AtOutCoords",s=e.texShape,i=o.shapeInfo.texShape,l=o.shapeInfo.logicalShape.length,a=e.logicalShape.length;if(!o.shapeInfo.isUniform&&l===a&&o.shapeInfo.flatOffset==null&&Q.arraysEqual(i,s))return`
      float ${n}() {
        return sampleTexture(${t}, resultUV);
      }
    `;let c=N(a),u=wi(o.shapeInfo.logicalShape,e.logicalShape),p=a-l,d,m=["x","y","z","w","u","v"];l===0?d="":a<2&&u.length>=1?d="coords = 0;":d=u.map(g=>`coords.${m[g+p]} = 0;`).join(`
`);let f="";return a<2&&l>0?f="coords":f=o.shapeInfo.logicalShape.map((g,x)=>`coords.${m[x+p]}`).join(", "),`
    float ${n}() {
      ${c} coords = getOutputCoords();
      ${d}
      return get${r}(${f});
    }
  `}function N(o){if(o<=1)return"int";if(o===2)return"ivec2";if(o===3)return"ivec3";if(o===4)return"ivec4";if(o===5)return"ivec5";if(o===6)return"ivec6";throw Error(`GPU for rank ${o} is not yet supported`)}function po(o,e,t){let{newShape:r,keptDims:n}=Q.squeezeShape(e),s=e.length,i=o&&s===3&&e[0]===1,l=i?e.slice(1):r,a=!o&&s>1&&!Q.arraysEqual(e,t)&&r.length<s||i;return{useSqueezeShape:a,uniformShape:a?l:e,keptDims:n}}function ct(o,e){let t=JSON.parse(JSON.stringify(o));return t.shapeInfo.logicalShape=e,t}function ut(o,e){return e.map(t=>o[t]).join(", ")}function ki(o,e,t,r){let n=t.map((u,p)=>{let d={logicalShape:u.shape,texShape:u.isUniform?null:u.texData.texShape,isUniform:u.isUniform,isPacked:u.isUniform?!1:u.texData.isPacked,flatOffset:null};return u.texData!=null&&u.texData.slice!=null&&u.texData.slice.flatOffset>0&&(d.flatOffset=u.texData.slice.flatOffset),{name:e.variableNames[p],shapeInfo:d}}),s=n.map(u=>u.shapeInfo),i={logicalShape:r.shape,texShape:r.texData.texShape,isUniform:!1,isPacked:r.texData.isPacked,flatOffset:null},l=Ti(n,i,e),a=bn(o.gl,l),c=o.createProgram(a);return Et().get("ENGINE_COMPILE_ONLY")?{program:e,fragmentShader:a,source:l,webGLProgram:c,inShapeInfos:s,outShapeInfo:i,variablesLocations:null,customUniformLocations:null,infLoc:null,nanLoc:null,outShapeLocation:null,outShapeStridesLocation:null,outTexShapeLocation:null}:(o.buildVao(c),Object.assign({program:e,fragmentShader:a,source:l,webGLProgram:c,inShapeInfos:s,outShapeInfo:i},Bn(o,e,c)))}function Bn(o,e,t){let r=[],n=[],s,i,l,a=null,c=null;c=o.getUniformLocation(t,"NAN",!1),Et().getNumber("WEBGL_VERSION")===1&&(a=o.getUniformLocation(t,"INFINITY",!1));let u=!1;for(let p of e.variableNames){let d={name:p,uniform:o.getUniformLocation(t,p,u),offset:o.getUniformLocation(t,`offset${p}`,u)};e.enableShapeUniforms&&(d.shape=o.getUniformLocation(t,`${p}Shape`,u),d.texShape=o.getUniformLocation(t,`${p}TexShape`,u)),r.push(d)}if(e.enableShapeUniforms&&(s=o.getUniformLocation(t,"outShape",u),l=o.getUniformLocation(t,"outShapeStrides",u),i=o.getUniformLocation(t,"outTexShape",u)),e.customUniforms)for(let p of e.customUniforms)n.push(o.getUniformLocation(t,p.name,u));return{variablesLocations:r,customUniformLocations:n,infLoc:a,nanLoc:c,outShapeLocation:s,outShapeStridesLocation:l,outTexShapeLocation:i}}function Ni(o,e){if(o.length!==e.length)throw Error(`Binary was compiled with ${o.length} inputs, but was executed with ${e.length} inputs`);o.forEach((t,r)=>{let n=t.logicalShape,s=e[r],i=s.shape;if(!Fe.arraysEqual(n,i))throw Error(`Binary was compiled with different shapes than the current args. Shapes ${n} and ${i} must match`);if(t.isUniform&&s.isUniform)return;let l=t.texShape,a=s.isUniform?null:s.texData.texShape;if(!Fe.arraysEqual(l,a))throw Error(`Binary was compiled with different texture shapes than the current args. Shape ${l} and ${a} must match`)})}function Ai(o,e,t,r,n){e.program.enableShapeUniforms||(Ni(e.inShapeInfos,t),Ni([e.outShapeInfo],[r]));let s=r.texData.texture,i=r.texData.texShape;r.texData.isPacked?o.setOutputPackedMatrixTexture(s.texture,i[0],i[1]):o.setOutputMatrixTexture(s.texture,i[0],i[1]),o.setProgram(e.webGLProgram),o.bindVertexArray(e.webGLProgram.vao),Et().getNumber("WEBGL_VERSION")===1&&e.infLoc!==null&&o.gl.uniform1f(e.infLoc,1/0),e.nanLoc!==null&&o.gl.uniform1f(e.nanLoc,NaN);for(let a=0;a<t.length;++a){let c=t[a],{uniform:u,offset:p,shape:d,texShape:m}=e.variablesLocations[a];if(d){let{uniformShape:f}=po(e.program.packedInputs,c.shape,c.texData.texShape);switch(f.length){case 1:o.gl.uniform1iv(d,new Int32Array(f));break;case 2:o.gl.uniform2iv(d,new Int32Array(f));break;case 3:o.gl.uniform3iv(d,new Int32Array(f));break;case 4:o.gl.uniform4iv(d,new Int32Array(f));break;default:break}}if(m&&o.gl.uniform2i(m,c.texData.texShape[0],c.texData.texShape[1]),u!=null){if(c.isUniform){if(Fe.sizeFromShape(c.shape)<2)o.gl.uniform1f(u,c.uniformValues[0]);else{let f=c.uniformValues;f instanceof Float32Array||(f=new Float32Array(f)),o.gl.uniform1fv(u,f)}continue}c.texData.slice!=null&&p!=null&&o.gl.uniform1i(p,c.texData.slice.flatOffset),o.setInputMatrixTexture(c.texData.texture.texture,u,a)}}let l=e.outShapeLocation;if(l)switch(r.shape.length){case 1:o.gl.uniform1iv(l,new Int32Array(r.shape));break;case 2:o.gl.uniform2iv(l,new Int32Array(r.shape));break;case 3:o.gl.uniform3iv(l,new Int32Array(r.shape));break;case 4:o.gl.uniform4iv(l,new Int32Array(r.shape));break;default:break}if(e.outShapeStridesLocation){let a=Fe.computeStrides(r.shape);switch(r.shape.length){case 2:o.gl.uniform1iv(e.outShapeStridesLocation,new Int32Array(a));break;case 3:o.gl.uniform2iv(e.outShapeStridesLocation,new Int32Array(a));break;case 4:o.gl.uniform3iv(e.outShapeStridesLocation,new Int32Array(a));break;default:break}}if(e.outTexShapeLocation&&o.gl.uniform2i(e.outTexShapeLocation,r.texData.texShape[0],r.texData.texShape[1]),e.program.customUniforms&&n)for(let a=0;a<e.program.customUniforms.length;++a){let c=e.program.customUniforms[a],u=e.customUniformLocations[a],p=n[a];if(c.type==="float")o.gl.uniform1fv(u,p);else if(c.type==="vec2")o.gl.uniform2fv(u,p);else if(c.type==="vec3")o.gl.uniform3fv(u,p);else if(c.type==="vec4")o.gl.uniform4fv(u,p);else if(c.type==="int")o.gl.uniform1iv(u,p);else if(c.type==="ivec2")o.gl.uniform2iv(u,p);else if(c.type==="ivec3")o.gl.uniform3iv(u,p);else if(c.type==="ivec4")o.gl.uniform4iv(u,p);else throw Error(`uniform type ${c.type} is not supported yet.`)}o.executeProgram()}function Fi(o,e,t){let r="";e.concat(t).forEach(i=>{let l=i.texData!=null&&i.texData.slice!=null&&i.texData.slice.flatOffset>0;if(o.enableShapeUniforms&&!i.isUniform){let a=i.texData.texShape,{useSqueezeShape:c,uniformShape:u,keptDims:p}=po(o.packedInputs,i.shape,a),d="",m="",f="";if(u.length===1&&o.packedInputs){let S=[Math.ceil(a[0]/2),Math.ceil(a[1]/2)];d=`${S[0]>1}_${S[1]>1}`}else if(u.length===2&&!o.packedInputs)m=`${u[0]>1}_${u[1]>1}`;else if(u.length>2&&!o.packedInputs){let S=Fe.computeStrides(u);f=`${S[0]===a[1]}_${S[S.length-1]===a[1]}`}let g=i.shape.length,x=u.length===2&&Fe.arraysEqual(i.shape,a),h=Fe.sizeFromShape(i.shape)===1,C=Qm.getBroadcastDims(i.shape,t.shape),v=!o.packedInputs&&g===t.shape.length&&Fe.arraysEqual(a,t.texData.texShape),b=o.packedInputs||u.length>2?"":`${a[0]>1}_${a[1]>1}`;r+=`${g}_${v}_${c?p:""}_${u.length}_${h}_${C}_${x}_${d}_${m}_${f}_${b}_${l}`}else{let a=i.isUniform?"uniform":i.texData.texShape;r+=`${i.shape}_${a}_${l}`}});let n=o.userCode,s=o.constructor.name;return s+="_"+r+"_"+n+`${Et().getNumber("WEBGL_VERSION")}`,s}function D(o){return Et().getBool("WEBGL_USE_SHAPES_UNIFORMS")&&o<=4}var mo=class{constructor(e){this.variableNames=["A"],this.packedInputs=!1,this.packedOutput=!0,this.outPackingScheme=ke.DENSE,this.customUniforms=[{name:"texShape",type:"ivec2"}];let t=B();this.outputShape=e,this.enableShapeUniforms=D(this.outputShape.length),this.userCode=`
      ivec3 outCoordsFromFlatIndex(int index) {
        ${this.enableShapeUniforms?Ue(["r","c","d"],e):fe(["r","c","d"],e)}
        return ivec3(r, c, d);
      }

      void main() {
        ivec2 resTexRC = ivec2(resultUV.yx * vec2(texShape[0], texShape[1]));
        int index = 4 * (resTexRC.x * texShape[1] + resTexRC.y);

        vec4 result = vec4(0.);

        for (int i=0; i<4; i++) {
          int flatIndex = index + i;
          ivec3 rc = outCoordsFromFlatIndex(flatIndex);
          result[i] = getA(rc.x, rc.y, rc.z);
        }

        ${t.output} = result;
      }
    `}};var fo=class{constructor(e){this.variableNames=["A"],this.packedInputs=!0,this.packedOutput=!0,this.outPackingScheme=ke.DENSE,this.customUniforms=[{name:"texShape",type:"ivec2"}];let t=B();this.outputShape=e,this.enableShapeUniforms=D(this.outputShape.length),this.userCode=`
      ivec3 outCoordsFromFlatIndex(int index) {
        ${this.enableShapeUniforms?Ue(["r","c","d"],e):fe(["r","c","d"],e)}
        return ivec3(r, c, d);
      }

      void main() {
        ivec2 resTexRC = ivec2(resultUV.yx * vec2(texShape[0], texShape[1]));
        int index = 4 * (resTexRC.x * texShape[1] + resTexRC.y);

        vec4 result = vec4(0.);

        for (int i=0; i<4; i++) {
          int flatIndex = index + i;
          ivec3 rc = outCoordsFromFlatIndex(flatIndex);
          result[i] = getChannel(getA(rc.x, rc.y, rc.z), vec2(rc.y, rc.z));
        }

        ${t.output} = result;
      }
    `}};var ho=class{constructor(e){this.variableNames=["A"],this.outTexUsage=q.DOWNLOAD;let t=B();this.outputShape=e,this.userCode=`
      ${uo}

      void main() {
        float x = getAAtOutCoords();
        ${t.output} = encode_float(x);
      }
    `}};var xo=class{constructor(e){this.variableNames=["A"],this.packedInputs=!0,this.packedOutput=!1,this.outTexUsage=q.DOWNLOAD;let t=B();this.outputShape=e,this.userCode=`
      ${uo}

      void main() {
        ivec3 coords = getOutputCoords();
        float x = getChannel(getAAtOutCoords(), vec2(coords.y, coords.z));
        ${t.output} = encode_float(x);
      }
    `}};var Jm={R:0,G:1,B:2,A:3},Nt=class{constructor(e,t=!1,r="RGBA"){this.variableNames=["A"],this.customUniforms=[{name:"texShape",type:"ivec2"}];let n=B();this.outputShape=e,this.enableShapeUniforms=D(this.outputShape.length);let s="result";t&&(s="floor(result * 255. + 0.5)");let i="";for(let l=0;l<r.length;l++){let a=r[l];i+=`
          if(offset == ${l}) {
            result = values[${Jm[a]}];
          }`}this.userCode=`
      ${this.enableShapeUniforms?st():nt(e)}

      void main() {
        ivec3 coords = getOutputCoords();
        int flatIndex = getFlatIndex(coords);
        float result = 0.;
        int offset = imod(flatIndex, ${r.length});

        flatIndex = idiv(flatIndex, ${r.length}, 1.);

        int r = flatIndex / texShape[1];
        if (r < texShape[0]) {
          int c = imod(flatIndex, texShape[1]);
          vec2 uv = (vec2(c, r) + halfCR) / vec2(texShape[1], texShape[0]);
          vec4 values = ${n.texture2D}(A, uv);
          ${i}
        }
        ${n.output} = vec4(${s}, 0., 0., 0.);
      }
    `}};var go=class{constructor(e,t=!1){this.variableNames=["A"],this.packedInputs=!1,this.packedOutput=!0,this.customUniforms=[{name:"texShape",type:"ivec2"}];let r=B();this.outputShape=e,this.enableShapeUniforms=D(this.outputShape.length);let n="",s="result";t&&(s="floor(result * 255. + 0.5)");for(let i=0;i<=1;i++)for(let l=0;l<=1;l++){let a=i*2+l;n+=`
          localCoords = coords;
          if(localCoords[2] + ${l} < ${this.enableShapeUniforms?"outShape[2]":`${e[2]}`}) {
          localCoords[2] += ${l};
          if (localCoords[1] + ${i} < ${this.enableShapeUniforms?"outShape[1]":`${e[1]}`}) {
            localCoords[1] += ${i};

            flatIndex = getFlatIndex(localCoords);
            offset = imod(flatIndex, 4);

            flatIndex = idiv(flatIndex, 4, 1.);

            int r = flatIndex / texShape[1];
            int c = imod(flatIndex, texShape[1]);
            vec2 uv = (vec2(c, r) + halfCR) / vec2(texShape[1], texShape[0]);
            values = ${r.texture2D}(A, uv);

            if (offset == 0) {
              result[${a}] = values[0];
            } else if (offset == 1) {
              result[${a}] = values[1];
            } else if (offset == 2) {
              result[${a}] = values[2];
            } else {
              result[${a}] = values[3];
            }
          }
        }
        `}this.userCode=`
        ${this.enableShapeUniforms?st():nt(e)}

        void main() {
          ivec3 coords = getOutputCoords();

          vec4 result = vec4(0.);
          int flatIndex, r, c, offset;
          ivec3 localCoords;
          vec2 uv;
          vec4 values;

          ${n}

          ${r.output} = ${s};
        }
    `}};import{env as j,util as _i}from"@tensorflow/tfjs-core";var ts={};mn(ts,{bindVertexProgramAttributeStreams:()=>Xn,createBufferFromOutputTexture:()=>Yn,createFloat16MatrixTexture:()=>Gn,createFloat16PackedMatrixTexture:()=>Kn,createFloat32MatrixTexture:()=>Wn,createIndexBuffer:()=>Mn,createPackedMatrixTexture:()=>Hn,createUnsignedBytesMatrixTexture:()=>zn,createVertexBuffer:()=>Un,createVertexShader:()=>Vn,downloadByteEncodedFloatMatrixFromOutputTexture:()=>Zn,downloadFloat32MatrixFromBuffer:()=>Qn,downloadMatrixFromPackedOutputTexture:()=>es,downloadPackedMatrixFromBuffer:()=>Jn,getInternalFormatForFloat16MatrixTexture:()=>vo,getInternalFormatForFloat16PackedMatrixTexture:()=>$o,getInternalFormatForFloat32MatrixTexture:()=>bo,getInternalFormatForPackedMatrixTexture:()=>So,getInternalFormatForUnsignedBytesMatrixTexture:()=>yo,uploadDenseMatrixToTexture:()=>qn,uploadPixelDataToTexture:()=>jn});import{env as Co}from"@tensorflow/tfjs-core";function Vn(o){let e=B(),t=`${e.version}
    precision highp float;
    ${e.attribute} vec3 clipSpacePos;
    ${e.attribute} vec2 uv;
    ${e.varyingVs} vec2 resultUV;

    void main() {
      gl_Position = vec4(clipSpacePos, 1);
      resultUV = uv;
    }`;return Cn(o,t)}function Un(o){let e=new Float32Array([-1,1,0,0,1,-1,-1,0,0,0,1,1,0,1,1,1,-1,0,1,0]);return Sn(o,e)}function Mn(o){let e=new Uint16Array([0,1,2,2,1,3]);return $n(o,e)}function kt(o,e,t,r,n,s){wn(e,t);let i=In(o),l=o.TEXTURE_2D;return $(o,()=>o.bindTexture(l,i)),$(o,()=>o.texParameteri(l,o.TEXTURE_WRAP_S,o.CLAMP_TO_EDGE)),$(o,()=>o.texParameteri(l,o.TEXTURE_WRAP_T,o.CLAMP_TO_EDGE)),$(o,()=>o.texParameteri(l,o.TEXTURE_MIN_FILTER,o.NEAREST)),$(o,()=>o.texParameteri(l,o.TEXTURE_MAG_FILTER,o.NEAREST)),Co().getNumber("WEBGL_VERSION")===1?$(o,()=>o.texImage2D(l,0,r,e,t,0,n,s,null)):$(o,()=>o.texStorage2D(l,1,r,e,t)),$(o,()=>o.bindTexture(o.TEXTURE_2D,null)),{texture:i,texShape:[t,e]}}function bo(o){return o.internalFormatFloat}function Wn(o,e,t,r){let[n,s]=Ve(e,t);return kt(o,n,s,bo(r),r.textureFormatFloat,o.FLOAT)}function vo(o){return o.internalFormatHalfFloat}function Gn(o,e,t,r){let[n,s]=Ve(e,t);return kt(o,n,s,vo(r),r.textureFormatFloat,r.textureTypeHalfFloat)}function yo(o){return o.downloadTextureFormat}function zn(o,e,t,r){let[n,s]=Ve(e,t);return kt(o,n,s,yo(r),o.RGBA,o.UNSIGNED_BYTE)}function So(o){return o.internalFormatPackedFloat}function Hn(o,e,t,r){let[n,s]=Ce(e,t);return kt(o,n,s,So(r),o.RGBA,o.FLOAT)}function $o(o){return o.internalFormatPackedHalfFloat}function Kn(o,e,t,r){let[n,s]=Ce(e,t);return kt(o,n,s,$o(r),o.RGBA,r.textureTypeHalfFloat)}function Xn(o,e,t){return $(o,()=>o.bindBuffer(o.ARRAY_BUFFER,t)),ao(o,e,"clipSpacePos",t,3,20,0)&&ao(o,e,"uv",t,2,20,12)}function qn(o,e,t,r,n,s){$(o,()=>o.bindTexture(o.TEXTURE_2D,e));let i,l,a;n instanceof Uint8Array?(i=new Uint8Array(t*r*4),l=o.UNSIGNED_BYTE,a=o.RGBA):(i=new Float32Array(t*r*4),l=o.FLOAT,a=s.internalFormatPackedFloat),i.set(n),Co().getNumber("WEBGL_VERSION")===2?$(o,()=>o.texSubImage2D(o.TEXTURE_2D,0,0,0,t,r,o.RGBA,l,i)):$(o,()=>o.texImage2D(o.TEXTURE_2D,0,a,t,r,0,o.RGBA,l,i)),$(o,()=>o.bindTexture(o.TEXTURE_2D,null))}function jn(o,e,t){$(o,()=>o.bindTexture(o.TEXTURE_2D,e)),t.data instanceof Uint8Array?Co().getNumber("WEBGL_VERSION")===2?$(o,()=>o.texSubImage2D(o.TEXTURE_2D,0,0,0,t.width,t.height,o.RGBA,o.UNSIGNED_BYTE,t.data)):$(o,()=>o.texImage2D(o.TEXTURE_2D,0,o.RGBA,t.width,t.height,0,o.RGBA,o.UNSIGNED_BYTE,t.data)):Co().getNumber("WEBGL_VERSION")===2?$(o,()=>o.texSubImage2D(o.TEXTURE_2D,0,0,0,o.RGBA,o.UNSIGNED_BYTE,t)):$(o,()=>o.texImage2D(o.TEXTURE_2D,0,o.RGBA,o.RGBA,o.UNSIGNED_BYTE,t)),$(o,()=>o.bindTexture(o.TEXTURE_2D,null))}function Yn(o,e,t,r){let n=o.createBuffer();$(o,()=>o.bindBuffer(o.PIXEL_PACK_BUFFER,n));let l=4*4*e*t;return $(o,()=>o.bufferData(o.PIXEL_PACK_BUFFER,l,o.STREAM_READ)),$(o,()=>o.readPixels(0,0,t,e,o.RGBA,o.FLOAT,0)),$(o,()=>o.bindBuffer(o.PIXEL_PACK_BUFFER,null)),n}function Qn(o,e,t){let r=o,n=new Float32Array(t);return r.bindBuffer(r.PIXEL_PACK_BUFFER,e),r.getBufferSubData(r.PIXEL_PACK_BUFFER,0,n),r.bindBuffer(r.PIXEL_PACK_BUFFER,null),n}function Zn(o,e,t,r){let[n,s]=Ve(e,t),i=4,l=new Uint8Array(xi(e*t,i));return $(o,()=>o.readPixels(0,0,n,s,r.downloadTextureFormat,o.UNSIGNED_BYTE,l)),new Float32Array(l.buffer)}function Jn(o,e,t,r,n,s,i,l){let a=o,c=new Float32Array(gi(s,i));return a.bindBuffer(a.PIXEL_PACK_BUFFER,e),a.getBufferSubData(a.PIXEL_PACK_BUFFER,0,c),a.bindBuffer(a.PIXEL_PACK_BUFFER,null),c}function es(o,e,t){let r=new Float32Array(e*t*4);return $(o,()=>o.readPixels(0,0,t,e,o.RGBA,o.FLOAT,r)),r}var We=class{constructor(e){this.outputTexture=null,this.program=null,this.disposed=!1,this.itemsToPoll=[];let t=j().getNumber("WEBGL_VERSION");if(e!=null?(this.gl=e,fn(t,e)):this.gl=re(t),e=this.gl,j().getNumber("WEBGL_VERSION")===2){let s=e;this.createVertexArray=()=>$(s,()=>s.createVertexArray()),this.bindVertexArray=i=>$(s,()=>s.bindVertexArray(i)),this.deleteVertexArray=i=>$(s,()=>s.deleteVertexArray(i)),this.getVertexArray=()=>$(s,()=>s.getParameter(s.VERTEX_ARRAY_BINDING))}else if(e!=null){let s=e.getExtension("OES_vertex_array_object");if(s==null)throw new Error("All WebGL1 implementations are expected to offer OES_vertex_array_object.");this.createVertexArray=()=>$(e,()=>s.createVertexArrayOES()),this.bindVertexArray=i=>$(e,()=>s.bindVertexArrayOES(i)),this.deleteVertexArray=i=>$(e,()=>s.deleteVertexArrayOES(i)),this.getVertexArray=()=>$(e,()=>e.getParameter(s.VERTEX_ARRAY_BINDING_OES))}let r="WEBGL_color_buffer_float",n="EXT_color_buffer_half_float";if(this.parallelCompilationExtension=this.gl.getExtension("KHR_parallel_shader_compile"),j().getNumber("WEBGL_VERSION")===1){let s="OES_texture_float",i="OES_texture_half_float";if(this.textureFloatExtension=et(this.gl,s),ne(this.gl,i))this.textureHalfFloatExtension=et(this.gl,i);else if(j().get("WEBGL_FORCE_F16_TEXTURES"))throw new Error("GL context does not support half float textures, yet the environment flag WEBGL_FORCE_F16_TEXTURES is set to true.");if(this.colorBufferFloatExtension=this.gl.getExtension(r),ne(this.gl,n))this.colorBufferHalfFloatExtension=et(this.gl,n);else if(j().get("WEBGL_FORCE_F16_TEXTURES"))throw new Error("GL context does not support color renderable half floats, yet the environment flag WEBGL_FORCE_F16_TEXTURES is set to true.")}else if(r="EXT_color_buffer_float",ne(this.gl,r))this.colorBufferFloatExtension=this.gl.getExtension(r);else if(ne(this.gl,n))this.colorBufferHalfFloatExtension=this.gl.getExtension(n);else throw new Error("GL context does not support color renderable floats");this.vertexBuffer=Un(this.gl),this.indexBuffer=Mn(this.gl),this.framebuffer=Tn(this.gl),this.textureConfig=wt(this.gl,this.textureHalfFloatExtension)}get debug(){return j().getBool("DEBUG")}dispose(){if(this.disposed)return;this.program!=null&&console.warn("Disposing a GPGPUContext that still has a bound WebGLProgram. This is probably a resource leak, delete the program with GPGPUContext.deleteProgram before disposing."),this.outputTexture!=null&&console.warn("Disposing a GPGPUContext that still has a bound output matrix texture.  This is probably a resource leak, delete the output matrix texture with GPGPUContext.deleteMatrixTexture before disposing.");let e=this.gl;$(e,()=>e.finish()),$(e,()=>e.bindFramebuffer(e.FRAMEBUFFER,null)),$(e,()=>e.deleteFramebuffer(this.framebuffer)),$(e,()=>e.bindBuffer(e.ARRAY_BUFFER,null)),$(e,()=>e.bindBuffer(e.ELEMENT_ARRAY_BUFFER,null)),$(e,()=>e.deleteBuffer(this.indexBuffer)),this.disposed=!0}createFloat32MatrixTexture(e,t){return this.throwIfDisposed(),Wn(this.gl,e,t,this.textureConfig)}createFloat16MatrixTexture(e,t){return this.throwIfDisposed(),Gn(this.gl,e,t,this.textureConfig)}createUnsignedBytesMatrixTexture(e,t){return this.throwIfDisposed(),zn(this.gl,e,t,this.textureConfig)}uploadPixelDataToTexture(e,t){this.throwIfDisposed(),jn(this.gl,e,t)}uploadDenseMatrixToTexture(e,t,r,n){this.throwIfDisposed(),qn(this.gl,e,t,r,n,this.textureConfig)}createFloat16PackedMatrixTexture(e,t){return this.throwIfDisposed(),Kn(this.gl,e,t,this.textureConfig)}createPackedMatrixTexture(e,t){return this.throwIfDisposed(),Hn(this.gl,e,t,this.textureConfig)}deleteMatrixTexture(e){this.throwIfDisposed(),this.outputTexture===e&&(lo(this.gl,this.framebuffer),this.outputTexture=null),$(this.gl,()=>this.gl.deleteTexture(e))}downloadByteEncodedFloatMatrixFromOutputTexture(e,t,r){return this.downloadMatrixDriver(e,()=>Zn(this.gl,t,r,this.textureConfig))}downloadPackedMatrixFromBuffer(e,t,r,n,s,i){return Jn(this.gl,e,t,r,n,s,i,this.textureConfig)}downloadFloat32MatrixFromBuffer(e,t){return Qn(this.gl,e,t)}createBufferFromTexture(e,t,r){this.bindTextureToFrameBuffer(e);let n=Yn(this.gl,t,r,this.textureConfig);return this.unbindTextureToFrameBuffer(),n}createAndWaitForFence(){let e=this.createFence(this.gl);return this.pollFence(e)}createFence(e){let t,r;if(j().getBool("WEBGL_FENCE_API_ENABLED")){let n=e,s=n.fenceSync(n.SYNC_GPU_COMMANDS_COMPLETE,0);e.flush(),r=()=>{let i=n.clientWaitSync(s,0,0);return i===n.ALREADY_SIGNALED||i===n.CONDITION_SATISFIED},t=s}else j().getNumber("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_VERSION")>0?(t=this.beginQuery(),this.endQuery(),r=()=>this.isQueryAvailable(t,j().getNumber("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_VERSION"))):r=()=>!0;return{query:t,isFencePassed:r}}downloadMatrixFromPackedTexture(e,t,r){return this.downloadMatrixDriver(e,()=>es(this.gl,t,r))}createProgram(e){this.throwIfDisposed();let t=this.gl;this.vertexShader==null&&(this.vertexShader=Vn(t));let r=vn(t);$(t,()=>t.attachShader(r,this.vertexShader)),$(t,()=>t.attachShader(r,e)),yn(t,r);let n=Object.assign(r,{vao:this.createVertexArray()});return this.debug&&Tt(t,n),n}buildVao(e){this.setProgram(e),this.bindVertexArray(e.vao);let t=this.gl;$(t,()=>t.bindBuffer(t.ELEMENT_ARRAY_BUFFER,this.indexBuffer)),Xn(t,e,this.vertexBuffer)}deleteProgram(e){this.throwIfDisposed(),e===this.program&&(this.program=null),e!=null&&($(this.gl,()=>this.gl.deleteProgram(e)),this.deleteVertexArray(e.vao))}setProgram(e){this.throwIfDisposed(),this.program=e,this.program!=null&&this.debug&&Tt(this.gl,this.program),$(this.gl,()=>this.gl.useProgram(e))}getUniformLocation(e,t,r=!0){return this.throwIfDisposed(),r?Rn(this.gl,e,t):En(this.gl,e,t)}getAttributeLocation(e,t){return this.throwIfDisposed(),$(this.gl,()=>this.gl.getAttribLocation(e,t))}getUniformLocationNoThrow(e,t){return this.throwIfDisposed(),this.gl.getUniformLocation(e,t)}setInputMatrixTexture(e,t,r){this.throwIfDisposed(),this.throwIfNoProgram(),Nn(this.gl,e,t,r)}setOutputMatrixTexture(e,t,r){this.setOutputMatrixTextureDriver(e,r,t)}setOutputPackedMatrixTexture(e,t,r){this.throwIfDisposed();let[n,s]=Ce(t,r);this.setOutputMatrixTextureDriver(e,n,s)}setOutputMatrixWriteRegion(e,t,r,n){this.setOutputMatrixWriteRegionDriver(r,e,n,t)}setOutputPackedMatrixWriteRegion(e,t,r,n){throw new Error("setOutputPackedMatrixWriteRegion not implemented.")}debugValidate(){this.program!=null&&Tt(this.gl,this.program),tt(this.gl)}executeProgram(){this.throwIfDisposed(),this.throwIfNoProgram();let e=this.gl;if(this.debug){let t=this.getVertexArray();console.assert(t===this.program.vao,"VAO changed between setProgram and executeProgram!"),this.debugValidate()}$(e,()=>e.drawElements(e.TRIANGLES,6,e.UNSIGNED_SHORT,0))}blockUntilAllProgramsCompleted(){this.throwIfDisposed(),$(this.gl,()=>this.gl.finish())}getQueryTimerExtension(){return this.disjointQueryTimerExtension==null&&(this.disjointQueryTimerExtension=et(this.gl,j().getNumber("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_VERSION")===2?"EXT_disjoint_timer_query_webgl2":"EXT_disjoint_timer_query")),this.disjointQueryTimerExtension}getQueryTimerExtensionWebGL2(){return this.getQueryTimerExtension()}getQueryTimerExtensionWebGL1(){return this.getQueryTimerExtension()}beginQuery(){if(j().getNumber("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_VERSION")===2){let r=this.gl,n=this.getQueryTimerExtensionWebGL2(),s=r.createQuery();return r.beginQuery(n.TIME_ELAPSED_EXT,s),s}let e=this.getQueryTimerExtensionWebGL1(),t=e.createQueryEXT();return e.beginQueryEXT(e.TIME_ELAPSED_EXT,t),t}endQuery(){if(j().getNumber("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_VERSION")===2){let t=this.gl,r=this.getQueryTimerExtensionWebGL2();t.endQuery(r.TIME_ELAPSED_EXT);return}let e=this.getQueryTimerExtensionWebGL1();e.endQueryEXT(e.TIME_ELAPSED_EXT)}async waitForQueryAndGetTime(e){return await _i.repeatedTry(()=>this.disposed||this.isQueryAvailable(e,j().getNumber("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_VERSION"))),this.getQueryTime(e,j().getNumber("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_VERSION"))}getQueryTime(e,t){if(t===0)return null;if(t===2){let r=this.gl;return r.getQueryParameter(e,r.QUERY_RESULT)/1e6}else{let r=this.getQueryTimerExtensionWebGL1();return r.getQueryObjectEXT(e,r.QUERY_RESULT_EXT)/1e6}}isQueryAvailable(e,t){if(t===0)return!0;if(t===2){let r=this.gl,n=this.getQueryTimerExtensionWebGL2(),s=r.getQueryParameter(e,r.QUERY_RESULT_AVAILABLE);return this.disjoint==null&&(this.disjoint=this.gl.getParameter(n.GPU_DISJOINT_EXT)),s&&!this.disjoint}else{let r=this.getQueryTimerExtensionWebGL1(),n=r.getQueryObjectEXT(e,r.QUERY_RESULT_AVAILABLE_EXT);return this.disjoint==null&&(this.disjoint=this.gl.getParameter(r.GPU_DISJOINT_EXT)),n&&!this.disjoint}}pollFence(e){return new Promise(t=>{this.addItemToPoll(()=>e.isFencePassed(),()=>t())})}pollItems(){let e=ef(this.itemsToPoll.map(t=>t.isDoneFn));for(let t=0;t<=e;++t){let{resolveFn:r}=this.itemsToPoll[t];r()}this.itemsToPoll=this.itemsToPoll.slice(e+1)}addItemToPoll(e,t){if(this.itemsToPoll.push({isDoneFn:e,resolveFn:t}),this.itemsToPoll.length>1)return;let r;"setTimeoutCustom"in j().platform&&(r=j().platform.setTimeoutCustom.bind(j().platform)),_i.repeatedTry(()=>(this.pollItems(),this.itemsToPoll.length===0),()=>0,null,r)}bindTextureToFrameBuffer(e){this.throwIfDisposed(),Rt(this.gl,e,this.framebuffer),this.debug&&tt(this.gl)}unbindTextureToFrameBuffer(){this.outputTexture!=null?(Rt(this.gl,this.outputTexture,this.framebuffer),this.debug&&tt(this.gl)):lo(this.gl,this.framebuffer)}downloadMatrixDriver(e,t){this.bindTextureToFrameBuffer(e);let r=t();return this.unbindTextureToFrameBuffer(),r}setOutputMatrixTextureDriver(e,t,r){this.throwIfDisposed();let n=this.gl;Rt(n,e,this.framebuffer),this.debug&&tt(n),this.outputTexture=e,$(n,()=>n.viewport(0,0,t,r)),$(n,()=>n.scissor(0,0,t,r))}setOutputMatrixWriteRegionDriver(e,t,r,n){this.throwIfDisposed(),$(this.gl,()=>this.gl.scissor(e,t,r,n))}throwIfDisposed(){if(this.disposed)throw new Error("Attempted to use disposed GPGPUContext.")}throwIfNoProgram(){if(this.program==null)throw new Error("No GPU program is currently set.")}};function ef(o){let e=0;for(;e<o.length&&o[e]();++e);return e-1}var As={};mn(As,{addImpl:()=>ss,bincountImpl:()=>Vi,bincountReduceImpl:()=>Ui,bitwiseAndImpl:()=>is,castImpl:()=>ns,ceilImpl:()=>as,concatImpl:()=>Mi,equalImpl:()=>cs,expImpl:()=>us,expm1Impl:()=>ps,floorDivImpl:()=>ms,floorImpl:()=>ds,gatherNdImpl:()=>Wi,gatherV2Impl:()=>Gi,greaterEqualImpl:()=>hs,greaterImpl:()=>fs,lessEqualImpl:()=>gs,lessImpl:()=>xs,linSpaceImpl:()=>zi,logImpl:()=>Cs,maxImpl:()=>Ki,maximumImpl:()=>bs,minimumImpl:()=>vs,multiplyImpl:()=>Ft,negImpl:()=>Xi,notEqualImpl:()=>ys,prodImpl:()=>ji,raggedGatherImpl:()=>Qi,raggedRangeImpl:()=>ea,raggedTensorToTensorImpl:()=>ra,rangeImpl:()=>sa,rsqrtImpl:()=>Is,scatterImpl:()=>aa,sigmoidImpl:()=>la,simpleAbsImpl:()=>Di,sliceImpl:()=>ma,sparseFillEmptyRowsImpl:()=>fa,sparseReshapeImpl:()=>ha,sparseSegmentReductionImpl:()=>xa,sqrtImpl:()=>ga,squaredDifferenceImpl:()=>Rs,staticRegexReplaceImpl:()=>Es,stridedSliceImpl:()=>Ca,stringNGramsImpl:()=>ba,stringSplitImpl:()=>va,stringToHashBucketFastImpl:()=>Sa,subImpl:()=>ks,tileImpl:()=>$a,topKImpl:()=>Ta,transposeImpl:()=>qi,uniqueImpl:()=>Ea});import{Abs as $I,util as II}from"@tensorflow/tfjs-core";import{util as tf}from"@tensorflow/tfjs-core";function Io(o,e){Array.isArray(o)||(o=[o]),o.forEach(t=>{t!=null&&tf.assert(t.dtype!=="complex64",()=>`${e} does not support complex64 tensors in the CPU backend.`)})}function Di(o){let e=new Float32Array(o.length);for(let t=0;t<o.length;++t)e[t]=Math.abs(o[t]);return e}import{Add as of}from"@tensorflow/tfjs-core";import{backend_util as os,util as _e}from"@tensorflow/tfjs-core";function P(o){return(e,t,r,n,s)=>{let i=os.assertAndGetBroadcastShape(e,t),l=i.length,a=_e.computeStrides(i),c=_e.sizeFromShape(i),u=_e.getTypedArrayFromDType(s,c),p=e.length,d=t.length,m=_e.computeStrides(e),f=_e.computeStrides(t),g=os.getBroadcastDims(e,i),x=os.getBroadcastDims(t,i);if(g.length+x.length===0)for(let h=0;h<u.length;++h)u[h]=o(r[h%r.length],n[h%n.length]);else for(let h=0;h<u.length;++h){let C=_e.indexToLoc(h,l,a),v=C.slice(-p);g.forEach(w=>v[w]=0);let b=_e.locToIndex(v,p,m),S=C.slice(-d);x.forEach(w=>S[w]=0);let T=_e.locToIndex(S,d,f);u[h]=o(r[b],n[T])}return[u,i]}}import{backend_util as Ge,util as we}from"@tensorflow/tfjs-core";import{Cast as MI,util as Li}from"@tensorflow/tfjs-core";import{util as Pi}from"@tensorflow/tfjs-core";import{Complex as NI}from"@tensorflow/tfjs-core";function pt(o){let{inputs:e,backend:t}=o,{real:r,imag:n}=e,s=t.data.get(r.dataId).values,i=t.data.get(n.dataId).values,l=t.makeTensorInfo(r.shape,"complex64"),a=t.data.get(l.dataId);return a.complexTensorInfos={real:t.makeTensorInfo(r.shape,"float32",s),imag:t.makeTensorInfo(n.shape,"float32",i)},l}function wo(o,e,t="float32"){if(t==="complex64"){let n=wo(o,e,"float32"),s=wo(o,e,"float32");return pt({inputs:{real:n,imag:s},backend:o})}let r=Pi.makeZerosTypedArray(Pi.sizeFromShape(e),t);return o.makeTensorInfo(e,t,r)}import{Identity as PI}from"@tensorflow/tfjs-core";function rs(o){let{inputs:e,backend:t}=o,{x:r}=e;return t.incRef(r.dataId),{dataId:r.dataId,shape:r.shape,dtype:r.dtype}}import{Real as BI}from"@tensorflow/tfjs-core";function Oi(o){let{inputs:e,backend:t}=o,{input:r}=e,n=t.data.get(r.dataId).complexTensorInfos.real,s=t.data.get(n.dataId).values;return t.makeTensorInfo(n.shape,n.dtype,s)}function ns(o,e,t,r){if(r==="int32"){let n=Int32Array.from(o);return[e,"int32",n]}if(r==="bool"){let n=Li.toTypedArray([0],t),[s,i]=P((l,a)=>l!==a?1:0)(e,[],o,n,"bool");return[i,"bool",s]}throw new Error(`Error in Cast: failed to cast ${t} to ${r}`)}function At(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{dtype:s}=r;if(s==="complex64"){if(n.dtype==="complex64")return rs({inputs:{x:n},backend:t});let u=wo(t,n.shape,n.dtype),p=At({inputs:{x:n},backend:t,attrs:{dtype:"float32"}}),d=pt({inputs:{real:p,imag:u},backend:t});return t.disposeIntermediateTensorInfo(u),t.disposeIntermediateTensorInfo(p),d}if(n.dtype==="complex64"){let u=Oi({inputs:{input:n},backend:t}),p=At({inputs:{x:u},backend:t,attrs:{dtype:s}});return t.disposeIntermediateTensorInfo(u),p}if(!Li.hasEncodingLoss(n.dtype,s)){let u=rs({inputs:{x:n},backend:t});return{dataId:u.dataId,shape:u.shape,dtype:s}}let i=t.data.get(n.dataId).values,[l,a,c]=ns(i,n.shape,n.dtype,s);return t.makeTensorInfo(l,a,c)}function O(o,e,t,r){return t==null?({inputs:n,backend:s})=>{let{a:i,b:l}=n,a=s;Io([i,l],o);let c=a.data.get(i.dataId).values,u=a.data.get(l.dataId).values,p=i.dtype==="string"?Ge.fromUint8ToStringArray(c):c,d=i.dtype==="string"?Ge.fromUint8ToStringArray(u):u,m=r||i.dtype,[f,g]=e(i.shape,l.shape,p,d,m);return a.makeTensorInfo(g,m,f)}:({inputs:n,backend:s})=>{let{a:i,b:l}=n,a=s;if(i.dtype==="complex64"||l.dtype==="complex64"){let c=At({inputs:{x:i},backend:a,attrs:{dtype:"complex64"}}),u=a.data.get(c.dataId),p=u.complexTensorInfos.real,d=u.complexTensorInfos.imag,m=a.data.get(p.dataId).values,f=a.data.get(d.dataId).values,g=At({inputs:{x:l},backend:a,attrs:{dtype:"complex64"}}),x=a.data.get(g.dataId),h=x.complexTensorInfos.real,C=x.complexTensorInfos.imag,v=a.data.get(h.dataId).values,b=a.data.get(C.dataId).values,[S,T,w]=t(i.shape,l.shape,m,f,v,b),I=a.makeTensorInfo(w,"float32",S),A=a.makeTensorInfo(w,"float32",T),k=pt({inputs:{real:I,imag:A},backend:a});return a.disposeIntermediateTensorInfo(c),a.disposeIntermediateTensorInfo(g),a.disposeIntermediateTensorInfo(I),a.disposeIntermediateTensorInfo(A),k}else{let c=a.data.get(i.dataId).values,u=a.data.get(l.dataId).values,p=r||i.dtype,[d,m]=e(i.shape,l.shape,c,u,p);return a.makeTensorInfo(m,p,d)}}}function dt(o){return(e,t,r,n,s,i)=>{let l=Ge.assertAndGetBroadcastShape(e,t),a=we.sizeFromShape(l),c=l.length,u=we.computeStrides(l),p=we.getTypedArrayFromDType("float32",a),d=we.getTypedArrayFromDType("float32",a),m=Ge.getBroadcastDims(e,l),f=Ge.getBroadcastDims(t,l),g=Ge.mergeRealAndImagArrays(r,n),x=Ge.mergeRealAndImagArrays(s,i),h=e.length,C=we.computeStrides(e),v=t.length,b=we.computeStrides(t);if(m.length+f.length===0)for(let S=0;S<p.length;S++){let T=S%g.length,w=S%x.length,I=o(g[T*2],g[T*2+1],x[w*2],x[w*2+1]);p[S]=I.real,d[S]=I.imag}else for(let S=0;S<p.length;S++){let T=we.indexToLoc(S,c,u),w=T.slice(-h);m.forEach(U=>w[U]=0);let I=we.locToIndex(w,h,C),A=T.slice(-v);f.forEach(U=>A[U]=0);let k=we.locToIndex(A,v,b),V=o(g[I*2],g[I*2+1],x[k*2],x[k*2+1]);p[S]=V.real,d[S]=V.imag}return[p,d,l]}}var ss=P(((o,e)=>o+e)),rf=dt(((o,e,t,r)=>({real:o+t,imag:e+r}))),ow=O(of,ss,rf);import{buffer as nf,util as Bi}from"@tensorflow/tfjs-core";function Vi(o,e,t,r,n){let s=Bi.sizeFromShape(r),i=Bi.makeZerosTypedArray(n,t);for(let l=0;l<o.length;l++){let a=o[l];if(a<0)throw new Error("Input x must be non-negative!");a>=n||(s>0?i[a]+=e[l]:i[a]+=1)}return i}function Ui(o,e,t,r=!1){let n=o.shape[0],s=o.shape[1],i=nf([n,t],e.dtype);for(let l=0;l<n;l++)for(let a=0;a<s;a++){let c=o.get(l,a);if(c<0)throw new Error("Input x must be non-negative!");c>=t||(r?i.set(1,l,c):e.size>0?i.set(i.get(l,c)+e.get(l,a),l,c):i.set(i.get(l,c)+1,l,c))}return i}import{BitwiseAnd as sf}from"@tensorflow/tfjs-core";var is=P(((o,e)=>o&e)),cw=O(sf,is);import{Ceil as cf}from"@tensorflow/tfjs-core";import{util as af}from"@tensorflow/tfjs-core";function H(o){return(e,t,r)=>{let n=af.getArrayFromDType(t,e.length);for(let s=0;s<e.length;++s)n[s]=o(e[s],r);return n}}import{backend_util as lf}from"@tensorflow/tfjs-core";function To(o,e,t){let r=H(e);return Z(o,r,t)}function Z(o,e,t){return({inputs:r,attrs:n,backend:s})=>{let{x:i}=r;Io(i,o);let l=s,a=l.data.get(i.dataId).values,c;if(i.dtype==="string"){if(!Array.isArray(a))throw new Error("String tensor's value was not an instance of Array");c=lf.fromUint8ToStringArray(a)}else c=a;let u=t||i.dtype,p=e(c,u,n);return l.makeTensorInfo(i.shape,u,p)}}var as=H(o=>Math.ceil(o)),vw=Z(cf,as);import{backend_util as uf,util as ls}from"@tensorflow/tfjs-core";function Mi(o,e,t,r){let n=ls.getArrayFromDType(t,ls.sizeFromShape(e));if(r&&t!=="string"){let s=0;o.forEach(i=>{let l=ls.sizeFromShape(i.shape);n.set(i.vals,s),s+=l})}else{let s=0;o.forEach(i=>{let l=t==="string"?uf.fromUint8ToStringArray(i.vals):i.vals,a=0;for(let c=0;c<i.shape[0];++c){let u=c*e[1]+s;for(let p=0;p<i.shape[1];++p)n[u+p]=l[a++]}s+=i.shape[1]})}return n}import{Equal as pf}from"@tensorflow/tfjs-core";var cs=P((o,e)=>o===e?1:0),Rw=O(pf,cs,null,"bool");import{Exp as df}from"@tensorflow/tfjs-core";var us=H(o=>Math.exp(o)),Fw=Z(df,us,"float32");import{Expm1 as mf}from"@tensorflow/tfjs-core";var ps=H(o=>Math.expm1(o)),Lw=Z(mf,ps);import{Floor as ff}from"@tensorflow/tfjs-core";var ds=H(o=>Math.floor(o)),Ww=Z(ff,ds);import{FloorDiv as hf}from"@tensorflow/tfjs-core";var ms=P((o,e)=>Math.floor(o/e)),Xw=O(hf,ms,null,"int32");import{buffer as xf}from"@tensorflow/tfjs-core";function Wi(o,e,t,r,n,s,i,l,a){let c=xf([r,s],t);for(let u=0;u<r;u++){let p=[],d=0;for(let m=0;m<n;m++){let f=o[u*n+m];d+=f*i[m],p.push(f)}if(d<0||d>=a/s)throw new Error(`Invalid indices: ${p} does not index into ${l}`);for(let m=0;m<s;m++)c.values[u*s+m]=e.get(...e.indexToLoc(d*s+m))}return c}import{buffer as gf}from"@tensorflow/tfjs-core";function Gi(o,e,t){let r=gf(t,o.dtype);for(let n=0;n<r.size;++n){let i=r.indexToLoc(n).slice(),l=i[0],a=i[2],c=e.locToIndex([l,a]);i[2]=e.values[c];let u=o.locToIndex(i);0<=u&&u<o.values.length&&(r.values[n]=o.values[u])}return r}import{Greater as Cf}from"@tensorflow/tfjs-core";var fs=P((o,e)=>o>e?1:0),oT=O(Cf,fs,null,"bool");import{GreaterEqual as bf}from"@tensorflow/tfjs-core";var hs=P((o,e)=>o>=e?1:0),aT=O(bf,hs,null,"bool");import{Less as vf}from"@tensorflow/tfjs-core";var xs=P((o,e)=>o<e?1:0),dT=O(vf,xs,null,"bool");import{LessEqual as yf}from"@tensorflow/tfjs-core";var gs=P((o,e)=>o<=e?1:0),gT=O(yf,gs,null,"bool");import{util as Sf}from"@tensorflow/tfjs-core";function zi(o,e,t){let r=(e-o)/(t-1),n=Sf.makeZerosTypedArray(t,"float32");n[0]=o;for(let s=1;s<n.length;s++)n[s]=n[s-1]+r;return n}import{Log as $f}from"@tensorflow/tfjs-core";var Cs=H(o=>Math.log(o)),IT=Z($f,Cs);import{util as Hi}from"@tensorflow/tfjs-core";function Ki(o,e,t,r){let n=Hi.getTypedArrayFromDType(r,Hi.sizeFromShape(t));for(let s=0;s<n.length;++s){let i=s*e,l=o[i];for(let a=0;a<e;++a){let c=o[i+a];(Number.isNaN(c)||c>l)&&(l=c)}n[s]=l}return n}import{Maximum as If}from"@tensorflow/tfjs-core";var bs=P(((o,e)=>Math.max(o,e))),AT=O(If,bs);import{Minimum as wf}from"@tensorflow/tfjs-core";var vs=P(((o,e)=>Math.min(o,e))),OT=O(wf,vs);import{Multiply as Tf}from"@tensorflow/tfjs-core";var Ft=P(((o,e)=>o*e)),Rf=dt(((o,e,t,r)=>({real:o*t-e*r,imag:o*r+e*t}))),MT=O(Tf,Ft,Rf);import{Neg as zT,util as Ef}from"@tensorflow/tfjs-core";function Xi(o,e,t){let r=Ef.createScalarValue(-1,t);return Ft([],e,r,o,t)}import{NotEqual as Nf}from"@tensorflow/tfjs-core";var ys=P(((o,e)=>o!==e?1:0)),YT=O(Nf,ys,null,"bool");import{backend_util as kf,Prod as t1,upcastType as Af,util as Ss}from"@tensorflow/tfjs-core";import{util as ze}from"@tensorflow/tfjs-core";function qi(o,e,t,r,n){let s=e.length,i=ze.sizeFromShape(e),l=ze.computeStrides(e),a=ze.computeStrides(n),c=ze.getTypedArrayFromDType(t,ze.sizeFromShape(n));for(let u=0;u<i;++u){let p=ze.indexToLoc(u,s,l),d=new Array(p.length);for(let f=0;f<d.length;f++)d[f]=p[r[f]];let m=ze.locToIndex(d,s,a);c[m]=o[u]}return c}function ji(o,e,t,r){let[n,s]=kf.computeOutAndReduceShapes(o,r),i=Af(e,"int32"),l=Ss.makeZerosTypedArray(Ss.sizeFromShape(n),i),a=Ss.sizeFromShape(s);for(let c=0;c<l.length;++c){let u=c*a,p=1;for(let d=0;d<a;++d)p*=t[u+d];l[c]=p}return{outVals:l,outShape:n,outDtype:i}}import{util as _t}from"@tensorflow/tfjs-core";function Ff(o,e,t){o.forEach((r,n)=>{if(r<0||r>=t){let s=_t.indexToLoc(n,e.length,_t.computeStrides(e)).join(",");throw new Error(`indices[${s}] = ${r} is not in [0, ${t})`)}})}function _f(o,e){for(let t=0;t<o.length;++t){let r=o[t],n=t===o.length-1?e:o[t+1].length;if(r.length===0)throw new Error("Ragged splits may not be empty");if(r[0]<0)throw new Error("Ragged splits must be non-negative");if(r[r.length-1]>n)throw new Error("Ragged splits must not point past values");for(let s=1;s<r.length;++s)if(r[s-1]>r[s])throw new Error("Ragged splits must be sorted in ascending order")}}function Df(o,e,t,r){let n=[],s=0,i=e.length-1+t.length,l=new Array(i).fill(null).map(()=>[0]);_f(t,r);let a=1;for(let c=0;c<e.length-1;++c){a*=e[c];let u=e[c+1];for(let p=1;p<a+1;++p)l[c].push(p*u)}for(let c=0;c<o.length;++c){let u=o[c],p=o[c]+1;for(let d=0;d<t.length;++d){let m=t[d],f=d+e.length-1;if(f>=0){let g=l[f],x=g[g.length-1]-m[u];for(let h=u;h<p;++h)l[f].push(m[h+1]+x)}u=m[u],p=m[p]}p!==u&&(n.push([u,p]),s+=p-u)}return{outSplits:l,valueSlices:n,numValues:s}}function Pf(o){let e=[];for(let t=0;t<o.length;++t){let r=o[t].length,n=_t.getArrayFromDType("int32",r);e.push(n),o[t].forEach((s,i)=>n[i]=s)}return e}function Yi(o,e){let t=o.slice(0,e);for(;t.length<e;)t.push(1);for(let r=e;r<o.length;r++)t[e-1]*=o[r];return t}function Of(o,e,t,r,n,s){let i=Yi(e,2)[1],l=Yi(s,2)[1],a=0;for(let c of t)for(let u=c[0];u<c[1];++u){for(let p=0;p<r;++p)n[a*l+p]=o[u*i+p];++a}}function Lf(o,e,t,r,n){let s=e.slice();s[0]=n;let i=_t.getArrayFromDType(t,_t.sizeFromShape(s)),l=o.length,a=l===0?0:l/e[0];return Of(o,e,r,a,i,s),[i,s]}function Qi(o,e,t,r,n,s,i,l){if(o.length===0)throw new Error("paramsNestedSplits must be non empty");if(e[0].length===0)throw new Error("Split tensors must not be scalars");let a=e[0][0]-1;if(Ff(s,i,a),r.length===0)throw new Error("params.rank must be nonzero");let c=r[0],{outSplits:u,valueSlices:p,numValues:d}=Df(s,i,o,c),m=Pf(u),f=Lf(t,r,n,p,d);return[m,f[0],f[1]]}import{util as Zi}from"@tensorflow/tfjs-core";var Ji=2147483647;function ea(o,e,t,r,n,s,i){if(e.length>1)throw new Error("starts must be a scalar or vector");if(n.length>1)throw new Error("limits must be a scalar or vector");if(i.length>1)throw new Error("deltas must be a scalar or vector");let l=e.length===0,a=n.length===0,c=i.length===0,u=[];l||u.push(e[0]),a||u.push(n[0]),c||u.push(i[0]);for(let x=1;x<u.length;++x)if(u[x]!==u[x-1])throw new Error("starts, limits, and deltas must have the same shape");let p=u.length===0?1:u[0],d=Zi.getArrayFromDType("int32",p+1);d[0]=0;for(let x=0;x<p;++x){let h=l?o[0]:o[x],C=a?r[0]:r[x],v=c?s[0]:s[x];if(v===0)throw new Error("Requires delta != 0");let b;if(v>0&&C<h||v<0&&C>h)b=0;else if(b=Math.ceil(Math.abs((C-h)/v)),b>Ji)throw new Error(`Requires ((limit - start) / delta) <= ${Ji}`);d[x+1]=d[x]+b}let m=d[p],f=Zi.getArrayFromDType(t,m),g=0;for(let x=0;x<p;++x){let h=d[x+1]-d[x],C=l?o[0]:o[x],v=c?s[0]:s[x];for(let b=0;b<h;++b)f[g++]=C,C+=v}return[d,f]}import{backend_util as Dt,broadcastTo as Bf,reshape as Vf,tidy as Uf,util as Ro}from"@tensorflow/tfjs-core";var ue=Dt.RowPartitionType,$s=class o{constructor(e,t,r,n,s,i,l,a,c,u){this.shape=e,this.shapeShape=t,this.values=r,this.valuesShape=n,this.valuesDType=s,this.defaultValue=i,this.defaultValueShape=l,this.rowPartitionValues=a,this.rowPartitionValuesShapes=c,this.rowPartitionTypes=Dt.getRowPartitionTypesHelper(u),this.raggedRank=Dt.getRaggedRank(this.rowPartitionTypes)}getRowPartitionTypeByDimension(e){return this.rowPartitionTypes[0]===ue.FIRST_DIM_SIZE?this.rowPartitionTypes[e+1]:this.rowPartitionTypes[e]}getRowPartitionTensor(e){return this.rowPartitionTypes[0]===ue.FIRST_DIM_SIZE?this.rowPartitionValues[e+1]:this.rowPartitionValues[e]}getMaxWidth(e){let t=this.getRowPartitionTensor(e-1);switch(this.getRowPartitionTypeByDimension(e-1)){case ue.VALUE_ROWIDS:return o.getMaxWidthValueRowID(t);case ue.ROW_SPLITS:return o.getMaxWidthRowSplit(t);default:throw new Error(`Cannot handle partition type ${ue[this.getRowPartitionTypeByDimension(e-1)]}`)}}static getMaxWidthRowSplit(e){let t=e.length;if(t===0||t===1)return 0;let r=0;for(let n=0;n<t-1;++n){let s=e[n+1]-e[n];s>r&&(r=s)}return r}static getMaxWidthValueRowID(e){let t=e.length;if(t===0)return 0;let r=0,n=e[0],s=0;for(let i=1;i<t;++i){let l=e[i];l!==n&&(n=l,s=Math.max(i-r,s),r=i)}return Math.max(t-r,s)}tensorShapeFromTensor(e,t,r=!0){if(t.length===0){if(e[0]===-1)return[];throw new Error("The only valid scalar shape tensor is the fully unknown shape specified as -1.")}return oa(e,r)}calculateOutputSize(e){let t=this.valuesShape,r=this.defaultValueShape;Dt.validateDefaultValueShape(r,t);let n=this.tensorShapeFromTensor(this.shape,this.shapeShape),i=Dt.combineRaggedTensorToTensorShapes(this.raggedRank,n,t);i[0]<0&&(i[0]=e);for(let l=1;l<=this.raggedRank;++l)i[l]<0&&(i[l]=this.getMaxWidth(l));return i}calculateFirstParentOutputIndex(e,t,r){let n=Math.min(e,r),s=[],i=0;for(let l=0;l<n;++l,i+=t)s.push(i);for(let l=n;l<e;++l)s.push(-1);return Ro.assert(s.length===e,()=>"Final length of result must be equal to firstDimension."),s}calculateOutputIndexRowSplit(e,t,r,n){let s=e.length,i=[];for(let l=0;l<s-1;++l){let a=e[l+1]-e[l],c=Math.min(n,a),u=t[l];u===-1&&(c=0);for(let p=0;p<c;++p)i.push(u),u+=r;for(let p=0;p<a-c;++p)i.push(-1)}if(s>0&&i.length!==e[s-1])throw new Error("Invalid row split size.");return i}calculateOutputIndexValueRowID(e,t,r,n){let s=e.length,i=[];if(s===0)return[];let l=0,a=e[0];if(a>=t.length)throw new Error(`Got currentValueRowId=${a}, which is not less than ${t.length}`);let c=t[a];i.push(c);for(let u=1;u<s;++u){let p=e[u];if(p===a)c>=0&&(++l,l<n?c+=r:c=-1);else{if(l=0,a=p,p>=t.length)throw new Error(`Got nextValueRowId=${p} which is not less than ${t.length}`);c=t[p]}i.push(c)}if(i.length!==e.length)throw new Error("Invalid row ids.");return i}calculateOutputIndex(e,t,r,n){let s=this.getRowPartitionTensor(e),i=this.getRowPartitionTypeByDimension(e);switch(i){case ue.VALUE_ROWIDS:return this.calculateOutputIndexValueRowID(s,t,r,n);case ue.ROW_SPLITS:if(s.length-1>t.length)throw new Error(`Row partition size is greater than output size: ${s.length-1} > ${t.length}`);return this.calculateOutputIndexRowSplit(s,t,r,n);default:throw new Error(`Unsupported partition type: ${ue[i]}`)}}getFirstDimensionSize(){let e=this.rowPartitionValues[0];if(this.rowPartitionTypes.length===0)throw new Error("No row_partition_types given.");let t=this.rowPartitionTypes[0];switch(t){case ue.FIRST_DIM_SIZE:return e[0];case ue.VALUE_ROWIDS:throw new Error("Cannot handle VALUE_ROWIDS in first dimension.");case ue.ROW_SPLITS:return this.rowPartitionValuesShapes[0][0]-1;default:throw new Error(`Cannot handle type ${ue[t]}`)}}compute(){if(this.rowPartitionValues[0].length<=0)throw new Error("Invalid first partition input. Tensor requires at least one element.");let t=this.getFirstDimensionSize(),r=this.calculateOutputSize(t),n=new Array(this.raggedRank+1);n[n.length-1]=1;for(let a=n.length-2;a>=0;--a)n[a]=n[a+1]*r[a+1];let s=oa(r,!1),i=Ro.getArrayFromDType(this.valuesDType,Ro.sizeFromShape(s));if(n[0]*r[0]>0){let a=this.calculateFirstParentOutputIndex(t,n[0],r[0]);for(let c=1;c<=this.raggedRank;++c)a=this.calculateOutputIndex(c-1,a,n[c],r[c]);this.setOutput(this.raggedRank,a,i,s)}return[s,i]}setOutput(e,t,r,n){if(r.length===0)return;let s=this.values,i=r,l=n.slice();l=l.slice(e+1);let a=Ro.sizeFromShape(l),c=t.length,u=this.defaultValue;if(u.length!==a&&u.length!==1){let f=this.defaultValueShape;Uf(()=>{let g=Vf(u,f);u=Bf(g,l).dataSync()})}let p=0,d=0,m=0;for(let f=0;f<=c;++f){let g=f<c?t[f]:-1;if(g===m){++m;continue}if(d<m){let x=s.subarray(p*a),h=i.subarray(d*a),C=(m-d)*a;ta(h,x,C)}if(f>=c){let x=r.length;g=Math.floor(x/a)}if(g>m)if(this.defaultValue.length===1)i.subarray(m*a,g*a).fill(this.defaultValue[0]),m=g;else for(;g>m;){let x=i.slice(m*a);ta(x,u,a),++m}g<0?(p=f+1,d=m):(p=f,d=m,m=d+1)}}};function ta(o,e,t){for(let r=0;r<t;r++)o[r]=e[r]}function oa(o,e){let t=[];for(let r of o){if(r<0){if(!e)throw new Error(`Dimension ${r} must be >= 0`);if(r<-1)throw new Error(`Dimension ${r} must be >= -1`);r=-1}t.push(r)}return t}function ra(o,e,t,r,n,s,i,l,a,c){return new $s(o,e,t,r,n,s,i,l,a,c).compute()}import{util as na}from"@tensorflow/tfjs-core";function sa(o,e,t,r){let n=o===e,s=o<e&&t<0,i=e<o&&t>1;if(n||s||i)return na.makeZerosTypedArray(0,r);let l=Math.abs(Math.ceil((e-o)/t)),a=na.makeZerosTypedArray(l,r);e<o&&t===1&&(t=-1),a[0]=o;for(let c=1;c<a.length;c++)a[c]=a[c-1]+t;return a}import{Rsqrt as Mf}from"@tensorflow/tfjs-core";var Is=H(o=>1/Math.sqrt(o)),f1=Z(Mf,Is);import{buffer as ia,TensorBuffer as Wf}from"@tensorflow/tfjs-core";function aa(o,e,t,r,n,s,i,l,a,c){let u=[r/n,n],p=o.values,d=e.values;if(r===0)return ia(t,e.dtype);let m=a instanceof Wf?a:ia(u,e.dtype);typeof a=="string"||typeof a=="number"?m.values.fill(a):typeof a=="boolean"&&m.values.fill(+a);for(let f=0;f<s;f++){let g=[],x=0;for(let h=0;h<i;h++){let C=p[f*i+h];g.push(C),x+=C*l[h]}if(x<0||x>=r/n)throw new Error(`Invalid indices: ${g} does not index into ${t}`);for(let h=0;h<n;h++)c?m.values[x*n+h]+=d[f*n+h]:m.values[x*n+h]=e.rank===0?d[0]:d[f*n+h]}return m}import{Sigmoid as Gf}from"@tensorflow/tfjs-core";var la=H(o=>1/(1+Math.exp(-o))),y1=To(Gf,o=>1/(1+Math.exp(-o)));import{backend_util as ca,buffer as ua,Slice as I1,slice_util as pa,util as da}from"@tensorflow/tfjs-core";function ma(o,e,t,r,n){let s=pa.isSliceContinous(r,e,t),i=da.sizeFromShape(t),l=da.computeStrides(r);if(s){let p=pa.computeFlatOffset(e,l);return n==="string"?o.slice(p,p+i):o.subarray(p,p+i)}let a=n==="string"?ca.fromUint8ToStringArray(o):o,c=ua(r,n,a),u=ua(t,n);for(let p=0;p<u.size;++p){let d=u.indexToLoc(p),m=d.map((f,g)=>f+e[g]);u.set(c.get(...m),...d)}return n==="string"?ca.fromStringArrayToUint8(u.values):u.values}import{backend_util as ws,util as Eo}from"@tensorflow/tfjs-core";function fa(o,e,t,r,n,s,i){let l=e[0],a=s[0],c=new Array(a),u=new Array(l),p=e[1];if(a===0){if(l!==0)throw new Error(ws.getSparseFillEmptyRowsIndicesDenseShapeMismatch(l));let x=Eo.getArrayFromDType(t,0),h=Eo.getArrayFromDType(n,0);return[x,[0,p],h,c,u]}let d=!0,m=0,f=new Array(a).fill(0);for(let x=0;x<l;++x){let h=o[x*p];if(h<0)throw new Error(ws.getSparseFillEmptyRowsNegativeIndexErrorMessage(x,h));if(h>=a)throw new Error(ws.getSparseFillEmptyRowsOutOfRangeIndexErrorMessage(x,h,a));++f[h],d=d&&h>=m,m=h}let g=!0;for(let x=0;x<a;++x){let h=f[x]===0;c[x]=h,g=g&&!h,f[x]=Math.max(f[x],1),x>0&&(f[x]+=f[x-1])}if(g&&d){let x=o,h=r;for(let C=0;C<l;++C)u[C]=C;return[x,[l,p],h,c,u]}else{let x=f[a-1],h=Eo.getArrayFromDType(t,x*p),C=Eo.getArrayFromDType(n,x),v=new Array(a).fill(0);for(let b=0;b<l;++b){let S=o[b*p],T=v[S],w=(S===0?0:f[S-1])+T;v[S]++;for(let I=0;I<p;++I)h[w*p+I]=o[b*p+I];C[w]=r[b],u[b]=w}for(let b=0;b<a;++b)if(v[b]===0){let T=b===0?0:f[b-1];h[T*p+0]=b;for(let w=1;w<p;++w)h[T*p+w]=0;C[T]=i}return[h,[x,p],C,c,u]}}import{backend_util as Pt,util as Ts}from"@tensorflow/tfjs-core";function ha(o,e,t,r,n){let s=Ts.sizeFromShape(r),i=e[0],l=n.length,a=[],c=1,u=-1;for(let x=0;x<l;++x){let h=n[x];if(h===-1){if(u!==-1)throw new Error(Pt.getSparseReshapeMultipleNegativeOneOutputDimErrorMessage(u,x));u=x,a.push(1)}else{if(h<0)throw new Error(Pt.getSparseReshapeNegativeOutputDimErrorMessage(x,h));c*=h,a.push(h)}}if(u!==-1){if(c<=0)throw new Error(Pt.getSparseReshapeEmptyTensorZeroOutputDimErrorMessage());let x=Math.trunc(s/c);if(c*x!==s)throw new Error(Pt.getSparseReshapeInputOutputMultipleErrorMessage(r,a));a[u]=x}if(Ts.sizeFromShape(a)!==s)throw new Error(Pt.getSparseReshapeInputOutputMismatchErrorMessage(r,a));let d=r.length,m=[];if(d>0){m[d-1]=1;for(let x=d-2;x>=0;--x)m[x]=m[x+1]*r[x+1]}let f=[];if(l>0){f[l-1]=1;for(let x=l-2;x>=0;--x)f[x]=f[x+1]*a[x+1]}let g=Ts.getArrayFromDType(t,i*l);for(let x=0;x<i;++x){let h=0;for(let C=0;C<d;++C)h+=o[x*d+C]*m[C];for(let C=0;C<l;++C)g[x*l+C]=Math.trunc(h/f[C]),h%=f[C]}return[g,[i,l],a]}import{backend_util as Ot,util as zf}from"@tensorflow/tfjs-core";function xa(o,e,t,r,n,s=!1,i=0){let l=r.length,a=[e[0],o.length/e[0]],c=a[1],p=l>0?n[l-1]+1:0;if(p<0)throw new Error(Ot.getSparseSegmentReductionNegativeSegmentIdsErrorMessage());let d=e.slice();d[0]=p;let m=d.reduce((v,b)=>v*b,1),f=zf.getArrayFromDType(t,m);if(l===0)return p>0&&f.fill(i),[f,d];if(p<=0)throw new Error(Ot.getSparseSegmentReductionNegativeSegmentIdsErrorMessage());let g=0,x=1,h=0,C=n[g];for(;;){let v=0;if(x<l){if(v=n[x],C===v){++x;continue}if(C>=v)throw new Error(Ot.getSparseSegmentReductionNonIncreasingSegmentIdsErrorMessage())}if(C<0||C>=p)throw new Error(Ot.getSparseSegmentReductionSegmentIdOutOfRangeErrorMessage(C,p));C>h&&f.fill(i,h*c,C*c);for(let b=g;b<x;++b){let S=r[b];if(S<0||S>=a[0])throw new Error(Ot.getSparseSegmentReductionIndicesOutOfRangeErrorMessage(b,r[b],a[0]));for(let T=0;T<c;T++)f[C*c+T]+=o[S*c+T]}if(s)for(let b=0;b<c;b++)f[C*c+b]/=x-g;if(g=x,++x,h=C+1,C=v,x>l)break}return h<p&&f.fill(i,h*c,p*c),[f,d]}import{Sqrt as Hf}from"@tensorflow/tfjs-core";var ga=H(o=>Math.sqrt(o)),P1=To(Hf,o=>Math.sqrt(o));import{SquaredDifference as Kf}from"@tensorflow/tfjs-core";var Rs=P(((o,e)=>{let t=o-e;return t*t})),U1=O(Kf,Rs);import{StaticRegexReplace as Xf}from"@tensorflow/tfjs-core";var Es=H((o,e)=>{let{pattern:t,replaceGlobal:r,rewrite:n}=e;return o.replace(new RegExp(t,r?"g":""),n)}),H1=Z(Xf,Es);import{buffer as qf}from"@tensorflow/tfjs-core";function Ca(o,e,t,r){let n=qf(o,e.dtype);for(let s=0;s<n.size;s++){let i=n.indexToLoc(s),l=new Array(i.length);for(let a=0;a<l.length;a++)l[a]=i[a]*t[a]+r[a];n.set(e.get(...l),...i)}return n}import{util as No}from"@tensorflow/tfjs-core";var Ns=class{constructor(e,t,r,n,s,i){this.separator=No.encodeString(e),this.nGramWidths=t,this.leftPad=No.encodeString(r),this.rightPad=No.encodeString(n),this.padWidth=s,this.preserveShort=i}getPadWidth(e){return Math.min(this.padWidth<0?e-1:this.padWidth,e-1)}getNumNGrams(e,t){let r=this.getPadWidth(t);return Math.max(0,e+2*r-t+1)}createNGrams(e,t,r,n,s,i){for(let l=0;l<s;++l){let a=this.getPadWidth(i),c=Math.max(0,a-l),u=Math.max(0,a-(s-(l+1))),p=i-(c+u),d=t+(c>0?0:l-a),m=0;m+=c*this.leftPad.length;for(let C=0;C<p;++C)m+=e[d+C].length;m+=u*this.rightPad.length;let f=c+u+p-1;m+=f*this.separator.length,r[n+l]=new Uint8Array(m);let g=r[n+l],x=0,h=C=>C.forEach(v=>g[x++]=v);for(let C=0;C<c;++C)h(this.leftPad),h(this.separator);for(let C=0;C<p-1;++C)h(e[d+C]),h(this.separator);if(p>0){h(e[d+p-1]);for(let C=0;C<u;++C)h(this.separator),h(this.rightPad)}else{for(let C=0;C<u-1;++C)h(this.rightPad),h(this.separator);h(this.rightPad)}}}compute(e,t){let r=e.length,n=t.length;if(n>0){let a=t[0];if(a!==0)throw new Error(`First split value must be 0, got ${a}`);for(let c=1;c<n;++c){let u=t[c]>=a;if(u=u&&t[c]<=r,!u)throw new Error(`Invalid split value ${t[c]}, must be in [${a}, ${r}]`);a=t[c]}if(a!==r)throw new Error(`Last split value must be data size. Expected ${r}, got ${a}`)}let s=n-1,i=No.getArrayFromDType("int32",n);if(r===0||n===0){let a=new Array(r);for(let c=0;c<=s;++c)i[c]=0;return[a,i]}i[0]=0;for(let a=1;a<=s;++a){let c=t[a]-t[a-1],u=0;this.nGramWidths.forEach(p=>{u+=this.getNumNGrams(c,p)}),this.preserveShort&&c>0&&u===0&&(u=1),i[a]=i[a-1]+u}let l=new Array(i[s]);for(let a=0;a<s;++a){let c=t[a],u=i[a];if(this.nGramWidths.forEach(p=>{let d=t[a+1]-t[a],m=this.getNumNGrams(d,p);this.createNGrams(e,c,l,u,m,p),u+=m}),this.preserveShort&&u===i[a]){let p=t[a+1]-t[a];if(p===0)continue;let d=p+2*this.padWidth;this.createNGrams(e,c,l,u,1,d)}}return[l,i]}};function ba(o,e,t,r,n,s,i,l){return new Ns(t,r,n,s,i,l).compute(o,e)}import{util as jf}from"@tensorflow/tfjs-core";function Yf(o,e,t,r){if(!o.length)return;if(e.length===0){for(let s=0;s<o.length;++s)r.push(o.subarray(s,s+1));return}if(e.length===1){let s=e[0],i=o.indexOf(s);for(;i!==-1;){let l=o.subarray(0,i);(!t||l.length!==0)&&r.push(l),o=o.subarray(i+1),i=o.indexOf(s)}(!t||o.length!==0)&&r.push(o);return}let n=0;for(let s=0;s<o.length+1;s++)if(s===o.length||e.indexOf(o[s])!==-1){let i=o.subarray(n,s);(!t||i.length!==0)&&r.push(i),n=s+1}}function va(o,e,t){let r=o.length,n=[],s=0,i=0,l=new Array(r);for(let d=0;d<r;++d){let m=n.length;Yf(o[d],e,t,n);let f=n.length-m;l[d]=f,s+=f,i=Math.max(i,f)}let a=jf.getArrayFromDType("int32",s*2),c=new Array(s),u=[r,i],p=0;for(let d=0;d<r;++d)for(let m=0;m<l[d];++m)a[p*2]=d,a[p*2+1]=m,c[p]=n[p],++p;return[a,c,u]}import{util as ya}from"@tensorflow/tfjs-core";function Sa(o,e){let t=ya.getArrayFromDType("int32",o.length);for(let r=0;r<o.length;++r)t[r]=ya.fingerPrint64(o[r]).modulo(e).getLowBitsUnsigned();return t}import{Sub as Qf}from"@tensorflow/tfjs-core";var ks=P(((o,e)=>o-e)),Zf=dt(((o,e,t,r)=>({real:o-t,imag:e-r}))),nR=O(Qf,ks,Zf);import{buffer as Jf}from"@tensorflow/tfjs-core";function $a(o,e){let t=new Array(o.rank);for(let n=0;n<t.length;n++)t[n]=o.shape[n]*e[n];let r=Jf(t,o.dtype);for(let n=0;n<r.values.length;++n){let s=r.indexToLoc(n),i=new Array(o.rank);for(let a=0;a<i.length;a++)i[a]=s[a]%o.shape[a];let l=o.locToIndex(i);r.values[n]=o.values[l]}return r}import{buffer as Ia,util as He}from"@tensorflow/tfjs-core";var Lt=(o,e)=>{let t=e.value-o.value;return t===0?o.index-e.index:t};function wa(o,e,t=0,r=o.length-1){for(;r>t;){if(r-t>600){let l=r-t+1,a=e-t+1,c=Math.log(l),u=.5*Math.exp(2*c/3),p=.5*Math.sqrt(c*u*(l-u)/l)*Math.sign(a-l/2),d=Math.max(t,Math.floor(e-a*u/l+p)),m=Math.min(r,Math.floor(e+(l-a)*u/l+p));wa(o,e,d,m)}let n=o[e],s=t,i=r;for(He.swap(o,t,e),Lt(o[r],n)>0&&He.swap(o,t,r);s<i;){for(He.swap(o,s,i),s++,i--;Lt(o[s],n)<0;)s=s+1;for(;Lt(o[i],n)>0;)i=i-1}Lt(o[t],n)===0?He.swap(o,t,i):(i=i+1,He.swap(o,i,r)),i<=e&&(t=i+1),e<=i&&(r=i-1)}}function Ta(o,e,t,r,n){let s=e[e.length-1],[i,l]=[o.length/s,s],a=He.getTypedArrayFromDType(t,i*r),c=He.getTypedArrayFromDType("int32",i*r);for(let p=0;p<i;p++){let d=p*l,m=o.subarray(d,d+l),f=new Array(m.length);m.forEach((C,v)=>f[v]={value:C,index:v}),r<f.length&&(wa(f,r),f=f.slice(0,r)),n&&f.sort(Lt);let g=p*r,x=a.subarray(g,g+r),h=c.subarray(g,g+r);for(let C=0;C<r;C++)x[C]=f[C].value,h[C]=f[C].index}let u=e.slice();return u[u.length-1]=r,[Ia(u,t,a),Ia(u,"int32",c)]}import{TensorBuffer as Ra,util as eh}from"@tensorflow/tfjs-core";function Ea(o,e,t,r){let n=eh.parseAxisParam(e,t)[0],s=[1,t[0],1];for(let f=0;f<n;f++)s[0]*=t[f];s[1]=t[n];for(let f=n+1;f<t.length;f++)s[2]*=t[f];let i=new Map,l=new Int32Array(t[n]),a=new Ra(s,r,o),c=[],u=s[0]===1&&s[2]===1;for(let f=0;f<t[n];f++){let g;if(u)g=o[f].toString();else{let h=[];for(let C=0;C<s[0];C++)for(let v=0;v<s[2];v++)h.push(a.get(C,f,v));g=h.join(",")}let x=i.get(g);if(x!=null)l[f]=x;else{let h=i.size;i.set(g,h),l[f]=h,c.push(f)}}let p=s.slice();p[1]=i.size;let d=new Ra(p,r);c.forEach((f,g)=>{for(let x=0;x<s[0];x++)for(let h=0;h<s[2];h++)d.set(a.get(x,f,h),x,g,h)});let m=t.slice();return m[n]=p[1],{outputValues:d.values,outputShape:m,indices:l}}var{addImpl:Na,bincountImpl:ko,bincountReduceImpl:ka,bitwiseAndImpl:Aa,castImpl:Fa,ceilImpl:_a,concatImpl:Da,equalImpl:Pa,expImpl:Oa,expm1Impl:La,floorImpl:Ba,gatherNdImpl:Va,gatherV2Impl:Ua,greaterImpl:Ma,greaterEqualImpl:Wa,lessImpl:Ga,lessEqualImpl:za,linSpaceImpl:Ha,logImpl:Ka,maxImpl:Xa,maximumImpl:qa,minimumImpl:ja,multiplyImpl:Ya,negImpl:Qa,notEqualImpl:Za,prodImpl:Ja,raggedGatherImpl:el,raggedRangeImpl:tl,raggedTensorToTensorImpl:ol,rangeImpl:rl,rsqrtImpl:nl,scatterImpl:sl,sigmoidImpl:il,simpleAbsImpl:Ao,sliceImpl:al,sparseFillEmptyRowsImpl:ll,sparseReshapeImpl:cl,sparseSegmentReductionImpl:Fo,sqrtImpl:ul,staticRegexReplaceImpl:pl,stridedSliceImpl:dl,stringNGramsImpl:ml,stringSplitImpl:fl,stringToHashBucketFastImpl:hl,subImpl:xl,tileImpl:gl,topKImpl:Cl,transposeImpl:Ke,uniqueImpl:bl}=As;function Fs(o,e){return["x","y","z","w","u","v"].slice(0,e).map(t=>`${o}.${t}`)}function M(o,e){return e===1?[o]:Fs(o,e)}function vl(o,e){if(o===1)return"rc";let t="";for(let r=0;r<o;r++)t+=e[r],r<o-1&&(t+=",");return t}var _o=class{constructor(e){if(this.variableNames=["A"],this.packedInputs=!1,this.packedOutput=!0,this.outputShape=e,this.rank=e.length,this.enableShapeUniforms=D(this.outputShape.length),this.rank===0)this.userCode=`
        void main() {
          setOutput(vec4(getA(), 0., 0., 0.));
        }
      `;else{let t=M("rc",this.rank),r=N(this.rank),n=this.getOutOfBoundsCondition(t),s=this.getSetup(t),i=this.getOutput(t);this.userCode=`
        void main() {
          ${r} rc = getOutputCoords();

          if(${n}) {
            setOutput(vec4(0));
          } else {
            ${s}

            setOutput(vec4(${i}));
          }
        }
      `}}getSourceCoordsArr(e){let t=[];for(let r=0;r<=1;r++)for(let n=0;n<=1;n++){let s=`${r===0?"r":"rp1"}, ${n===0?"c":"cp1"}`;for(let i=2;i<this.rank;i++)s=`${e[e.length-1-i]},`+s;t.push(s)}return t}getOutOfBoundsCondition(e){if(this.rank===1)return`rc > ${this.enableShapeUniforms?"outShape":this.outputShape[0]}`;let t="";for(let r=this.rank-2;r<this.rank;r++)t+=`${e[r]} >= ${this.enableShapeUniforms?`outShape[${r}]`:this.outputShape[r]}`,r<this.rank-1&&(t+="||");return t}getSetup(e){if(this.rank===1)return"";let t=e.slice(-2),r=this.enableShapeUniforms?`outShape[${this.rank} - 1]`:this.outputShape[this.rank-1],n=this.enableShapeUniforms?`outShape[${this.rank} - 2]`:this.outputShape[this.rank-2];return`
      int r = ${t[0]};
      int c = ${t[1]};
      int rp1 = r + 1;
      int cp1 = c + 1;

      bool cEdge = cp1 >= ${r};
      bool rEdge = rp1 >= ${n};
    `}getOutput(e){let t=this.getSourceCoordsArr(e);return this.rank===1?`getA(rc), (rc + 1 >= ${this.enableShapeUniforms?"outShape":this.outputShape[0]} ? 0. : getA(rc + 1)), 0, 0`:`getA(${t[0]}),
            cEdge ? 0. : getA(${t[1]}),
            rEdge ? 0. : getA(${t[2]}),
            rEdge || cEdge ? 0. : getA(${t[3]})`}};var mt=class{constructor(e,t){this.variableNames=["A"],this.packedInputs=!0,this.packedOutput=!0,this.customUniforms=[{name:"inputShape",type:"ivec3"}],this.outputShape=e,this.enableShapeUniforms=D(this.outputShape.length);let r="";for(let n=0;n<4;n++){let s="thisRC = rc;";n%2===1&&(s+="thisRC.z += 1;"),n>1&&(s+="thisRC.y += 1;"),r+=`
        ${s}
        ${n>0?"if(thisRC.y < rows && thisRC.z < cols){":""}
          int flatIndex = getFlatIndex(thisRC);

          ivec3 inputRC = inputCoordsFromReshapedOutCoords(flatIndex);
          vec2 inputRCInnerDims = vec2(float(inputRC.y),float(inputRC.z));

          result[${n}] =
            getChannel(getA(inputRC.x, inputRC.y, inputRC.z), inputRCInnerDims);
        ${n>0?"}":""}
      `}this.userCode=`
      ${th(t,this.enableShapeUniforms)}
      ${this.enableShapeUniforms?st():nt(e)}

      void main() {
        ivec3 rc = getOutputCoords();

        vec4 result = vec4(0.);

        ivec3 thisRC;
        int rows = ${this.enableShapeUniforms?"outShape[1]":e[1]};
        int cols = ${this.enableShapeUniforms?"outShape[2]":e[2]};

        ${r}

        setOutput(result);
      }
    `}};function th(o,e){return`
    ivec3 inputCoordsFromReshapedOutCoords(int index) {
      ${e?Ii(["r","c","d"],"inputShape"):fe(["r","c","d"],o)}
      return ivec3(r, c, d);
    }
  `}import{env as Il}from"@tensorflow/tfjs-core";var Do=class{constructor(e){this.gpgpu=e,this.numUsedTextures=0,this.numFreeTextures=0,this._numBytesAllocated=0,this._numBytesFree=0,this.freeTextures={},this.usedTextures={},this.logEnabled=!1}acquireTexture(e,t,r){let n=Sl(t,r),s=$l(e,n,r);s in this.freeTextures||(this.freeTextures[s]=[]),s in this.usedTextures||(this.usedTextures[s]=[]);let i=yl(e,n,this.gpgpu.gl,this.gpgpu.textureConfig,r);if(this.freeTextures[s].length>0){this.numFreeTextures--,this.numUsedTextures++,this._numBytesFree-=i,this.log();let a=this.freeTextures[s].pop();return this.usedTextures[s].push(a),a}let l;return n===K.PACKED_2X2_FLOAT32?l=this.gpgpu.createPackedMatrixTexture(e[0],e[1]):n===K.PACKED_2X2_FLOAT16?l=this.gpgpu.createFloat16PackedMatrixTexture(e[0],e[1]):n===K.UNPACKED_FLOAT32?l=this.gpgpu.createFloat32MatrixTexture(e[0],e[1]):n===K.UNPACKED_FLOAT16?l=this.gpgpu.createFloat16MatrixTexture(e[0],e[1]):n===K.PACKED_4X1_UNSIGNED_BYTE&&(l=this.gpgpu.createUnsignedBytesMatrixTexture(e[0],e[1])),this.usedTextures[s].push(l),this.numUsedTextures++,this._numBytesAllocated+=i,this.log(),l}releaseTexture(e,t,r,n){if(this.freeTextures==null)return;let s=Sl(r,n),i=$l(t,s,n);i in this.freeTextures||(this.freeTextures[i]=[]);let l=yl(t,s,this.gpgpu.gl,this.gpgpu.textureConfig,n),a=Il().getNumber("WEBGL_DELETE_TEXTURE_THRESHOLD");a!==-1&&this._numBytesAllocated>a?(this.gpgpu.deleteMatrixTexture(e.texture),this._numBytesAllocated-=l):(this.freeTextures[i].push(e),this.numFreeTextures++,this._numBytesFree+=l),this.numUsedTextures--;let c=this.usedTextures[i],u=c&&c.indexOf(e);if(u==null||u<0)throw new Error("Cannot release a texture that was never provided by this texture manager");c[u]=c[c.length-1],c.pop(),this.log()}log(){if(!this.logEnabled)return;let e=this.numFreeTextures+this.numUsedTextures;console.log("Free/Used",`${this.numFreeTextures} / ${this.numUsedTextures}`,`(${e})`);let t=this._numBytesFree/this._numBytesAllocated;console.log(`Bytes allocated: ${this._numBytesAllocated}`),console.log(`Bytes unused: ${this._numBytesFree} (${Math.round(100*t)}%)`)}get numBytesAllocated(){return this._numBytesAllocated}get numBytesFree(){return this._numBytesFree}getNumUsedTextures(){return this.numUsedTextures}getNumFreeTextures(){return this.numFreeTextures}dispose(){if(this.freeTextures!=null){for(let e in this.freeTextures)this.freeTextures[e].forEach(t=>{this.gpgpu.deleteMatrixTexture(t.texture)});for(let e in this.usedTextures)this.usedTextures[e].forEach(t=>{this.gpgpu.deleteMatrixTexture(t.texture)});this.freeTextures=null,this.usedTextures=null,this.numUsedTextures=0,this.numFreeTextures=0,this._numBytesAllocated=0,this._numBytesFree=0}}};function oh(o,e){let t=o;if(e===t.R32F)return 4;if(e===t.R16F)return 2;if(e===t.RGBA32F)return 16;if(e===o.RGBA)return 16;if(e===t.RGBA16F)return 8;if(e===t.RGBA8)return 4;throw new Error(`Unknown internal format ${e}`)}function yl(o,e,t,r,n){let s=rh(e,r),i;if(n){let[a,c]=Ce(o[0],o[1]);i=a*c}else{let[a,c]=Ve(o[0],o[1]);i=a*c}let l=oh(t,s);return i*l}function rh(o,e){switch(o){case K.PACKED_2X2_FLOAT32:return So(e);case K.PACKED_2X2_FLOAT16:return $o(e);case K.UNPACKED_FLOAT32:return bo(e);case K.UNPACKED_FLOAT16:return vo(e);case K.PACKED_4X1_UNSIGNED_BYTE:return yo(e);default:throw new Error(`Unknown physical texture type ${o}`)}}function nh(o){return Il().getBool("WEBGL_RENDER_FLOAT32_ENABLED")?o?K.PACKED_2X2_FLOAT32:K.UNPACKED_FLOAT32:o?K.PACKED_2X2_FLOAT16:K.UNPACKED_FLOAT16}function Sl(o,e){if(o===q.UPLOAD)return K.PACKED_2X2_FLOAT32;if(o===q.RENDER||o==null)return nh(e);if(o===q.DOWNLOAD||o===q.PIXELS)return K.PACKED_4X1_UNSIGNED_BYTE;throw new Error(`Unknown logical texture type ${o}`)}function $l(o,e,t){return`${o[0]}_${o[1]}_${e}_${t}`}var X=class{constructor(e,t){this.variableNames=["A"],this.outputShape=e,this.enableShapeUniforms=D(this.outputShape.length),this.userCode=`
      float unaryOperation(float x) {
        ${t}
      }

      void main() {
        float x = getAAtOutCoords();
        float y = unaryOperation(x);

        setOutput(y);
      }
    `}},G="if (isnan(x)) return x;",wl="return x;",_s="return abs(x);";var Tl="return (x >= 0.0) ? x : (exp(x) - 1.0);",Rl=G+`
  return (x < 0.0) ? 0.0 : x;
`,El=G+`
  return (x < 0.0) ? 0.0 : min(6.0, x);
`,ve="return x;",Nl="return 1.0 / (1.0 + exp(-1.0 * x));";var Al="return x;",Fl=`
  vec4 result;

  result.r = (x.r >= 0.0) ? x.r : (exp(x.r) - 1.0);
  result.g = (x.g >= 0.0) ? x.g : (exp(x.g) - 1.0);
  result.b = (x.b >= 0.0) ? x.b : (exp(x.b) - 1.0);
  result.a = (x.a >= 0.0) ? x.a : (exp(x.a) - 1.0);

  return result;
`,_l=`
  vec4 result = x * vec4(greaterThanEqual(x, vec4(0.0)));
  bvec4 isNaN = isnan(x);

  result.r = isNaN.r ? x.r : result.r;
  result.g = isNaN.g ? x.g : result.g;
  result.b = isNaN.b ? x.b : result.b;
  result.a = isNaN.a ? x.a : result.a;

  return result;
`,Dl=`
  vec4 result = min(x, vec4(6.)) * vec4(greaterThanEqual(x, vec4(0.0)));
  bvec4 isNaN = isnan(x);

  result.r = isNaN.r ? x.r : result.r;
  result.g = isNaN.g ? x.g : result.g;
  result.b = isNaN.b ? x.b : result.b;
  result.a = isNaN.a ? x.a : result.a;

  return result;
`,Pl="return 1.0 / (1.0 + exp(-1.0 * x));",J=class{constructor(e,t){this.variableNames=["A"],this.packedInputs=!0,this.packedOutput=!0,this.outputShape=e,this.enableShapeUniforms=D(this.outputShape.length),this.userCode=`
      vec4 unaryOperation(vec4 x) {
        ${t}
      }

      void main() {
        vec4 x = getAAtOutCoords();
        vec4 y = unaryOperation(x);

        setOutput(y);
      }
    `}};var Po=class{constructor(e){this.variableNames=["A"],this.packedInputs=!0,this.packedOutput=!1,this.outputShape=e,this.enableShapeUniforms=D(this.outputShape.length);let t=e.length,r=M("rc",t),n=N(t),s=vl(t,r),i=r.slice(-2),l=t<=1?"rc":`vec2(${i.join(",")})`;this.userCode=`
      void main() {
        ${n} rc = getOutputCoords();
        vec4 packedInput = getA(${s});

        setOutput(getChannel(packedInput, ${l}));
      }
    `}};var dh=ah.whereImpl,mh=1e-7,fh=1e-4,Oo={};function hh(o){return o in Oo||(Oo[o]={}),Oo[o]}var xh=_().getNumber("CPU_HANDOFF_SIZE_THRESHOLD"),gh=600;function Ch(){return _().global.screen==null?1024:_().global.screen.height*_().global.screen.width*window.devicePixelRatio*gh/1024/1024}var ft=class o extends lh{nextDataId(){return o.nextDataId++}constructor(e){if(super(),this.pendingRead=new WeakMap,this.pendingDisposal=new WeakSet,this.dataRefCount=new WeakMap,this.numBytesInGPU=0,this.uploadWaitMs=0,this.downloadWaitMs=0,this.lastGlFlushTime=0,this.warnedAboutMemory=!1,this.pendingDeletes=0,this.disposed=!1,!_().getBool("HAS_WEBGL"))throw new Error("WebGL is not supported on this device");let t;if(e!=null){if(e instanceof We)t=e;else{let r=re(_().getNumber("WEBGL_VERSION"),e);t=new We(r)}this.binaryCache={},this.gpgpuCreatedLocally=!1}else{let r=re(_().getNumber("WEBGL_VERSION"));t=new We(r),this.binaryCache=hh(_().getNumber("WEBGL_VERSION")),this.gpgpuCreatedLocally=!0}this.gpgpu=t,this.canvas=this.gpgpu.gl.canvas,this.textureManager=new Do(this.gpgpu),this.numMBBeforeWarning=Ch(),this.texData=new ih(this,De())}numDataIds(){return this.texData.numDataIds()-this.pendingDeletes}writeTexture(e,t,r,n,s,i){let l=this.makeTensorInfo(t,r),a=this.texData.get(l.dataId);a.isPacked=!1,a.texture={texture:e,texShape:[n,s]},a.texShape=[n,s];let c=ot(t),u=new Nt(c,!1,i),p=this.runWebGLProgram(u,[l],r,[[n,s]]);return p.shape=t,a.texture=null,this.disposeIntermediateTensorInfo(l),p.dataId}write(e,t,r){if((_().getBool("WEBGL_CHECK_NUMERICAL_PROBLEMS")||_().getBool("DEBUG"))&&this.checkNumericalProblems(e),r==="complex64"&&e!=null)throw new Error("Cannot write to a complex64 dtype. Please use tf.complex(real, imag).");let n={id:this.nextDataId()};return this.texData.set(n,{shape:t,dtype:r,values:e,usage:q.UPLOAD,refCount:1}),n}refCount(e){return this.texData.has(e)?this.texData.get(e).refCount:0}incRef(e){let t=this.texData.get(e);t.refCount++}decRef(e){if(this.texData.has(e)){let t=this.texData.get(e);t.refCount--}}move(e,t,r,n,s){if(_().getBool("DEBUG")&&this.checkNumericalProblems(t),n==="complex64")throw new Error("Cannot write to a complex64 dtype. Please use tf.complex(real, imag).");this.texData.set(e,{shape:r,dtype:n,values:t,usage:q.UPLOAD,refCount:s})}disposeIntermediateTensorInfo(e){this.disposeData(e.dataId)}readSync(e){let t=this.texData.get(e),{values:r,dtype:n,complexTensorInfos:s,slice:i,shape:l,isPacked:a}=t;if(i!=null){let d;a?d=new J(l,ve):d=new X(l,ve);let m=this.runWebGLProgram(d,[{dataId:e,shape:l,dtype:n}],n),f=this.readSync(m.dataId);return this.disposeIntermediateTensorInfo(m),f}if(r!=null)return this.convertAndCacheOnCPU(e);if(n==="string")return r;let c=this.activeTimers!=null,u;c&&(u=z.now());let p;if(n==="complex64"){let d=this.readSync(s.real.dataId),m=this.readSync(s.imag.dataId);p=Ds.mergeRealAndImagArrays(d,m)}else p=this.getValuesFromTexture(e);return c&&(this.downloadWaitMs+=z.now()-u),this.convertAndCacheOnCPU(e,p)}async read(e){if(this.pendingRead.has(e)){let f=this.pendingRead.get(e);return new Promise(g=>f.push(g))}let t=this.texData.get(e),{values:r,shape:n,slice:s,dtype:i,complexTensorInfos:l,isPacked:a}=t;if(s!=null){let f;a?f=new J(n,ve):f=new X(n,ve);let g=this.runWebGLProgram(f,[{dataId:e,shape:n,dtype:i}],i),x=this.read(g.dataId);return this.disposeIntermediateTensorInfo(g),x}if(r!=null)return this.convertAndCacheOnCPU(e);if(_().getBool("DEBUG")&&!_().getBool("WEBGL_DOWNLOAD_FLOAT_ENABLED")&&_().getNumber("WEBGL_VERSION")===2)throw new Error("tensor.data() with WEBGL_DOWNLOAD_FLOAT_ENABLED=false and WEBGL_VERSION=2 not yet supported.");let c=null,u;if(i!=="complex64"&&_().get("WEBGL_BUFFER_SUPPORTED")){u=this.decode(e);let f=this.texData.get(u.dataId);c=this.gpgpu.createBufferFromTexture(f.texture.texture,...It(n))}this.pendingRead.set(e,[]),i!=="complex64"&&await this.gpgpu.createAndWaitForFence();let p;if(i==="complex64"){let f=await Promise.all([this.read(l.real.dataId),this.read(l.imag.dataId)]),g=f[0],x=f[1];p=Ds.mergeRealAndImagArrays(g,x)}else if(c==null)p=this.getValuesFromTexture(e);else{let f=z.sizeFromShape(n);p=this.gpgpu.downloadFloat32MatrixFromBuffer(c,f)}if(u!=null&&this.disposeIntermediateTensorInfo(u),c!=null){let f=this.gpgpu.gl;$(f,()=>f.deleteBuffer(c))}let d=this.convertAndCacheOnCPU(e,p),m=this.pendingRead.get(e);return this.pendingRead.delete(e),m.forEach(f=>f(d)),this.pendingDisposal.has(e)&&(this.pendingDisposal.delete(e),this.disposeData(e)&&De().removeDataId(e,this),this.pendingDeletes--),d}readToGPU(e,t={}){let r=this.texData.get(e),{values:n,shape:s,slice:i,dtype:l,isPacked:a,texture:c}=r;if(l==="complex64")throw new Error("Does not support reading texture for complex64 dtype.");if(i!=null){let m;a?m=new J(s,ve):m=new X(s,ve);let f=this.runWebGLProgram(m,[{dataId:e,shape:s,dtype:l}],l),g=this.readToGPU(f,t);return this.disposeIntermediateTensorInfo(f),g}if(c==null)throw n!=null?new Error("Data is not on GPU but on CPU."):new Error("There is no data on GPU or CPU.");let u=this.decode(e,t.customTexShape),p=De().makeTensorFromTensorInfo(u),d=this.texData.get(u.dataId);return Object.assign({tensorRef:p},d.texture)}bufferSync(e){let t=this.readSync(e.dataId);if(e.dtype==="string")try{let r=t.map(n=>z.decodeString(n));return Ol(e.shape,e.dtype,r)}catch{throw new Error("Failed to decode encoded string bytes into utf-8")}return Ol(e.shape,e.dtype,t)}checkNumericalProblems(e){if(e!=null)for(let t=0;t<e.length;t++){let r=e[t];if(!gn(r))throw _().getBool("WEBGL_RENDER_FLOAT32_CAPABLE")?Error(`The value ${r} cannot be represented with your current settings. Consider enabling float32 rendering: 'tf.env().set('WEBGL_RENDER_FLOAT32_ENABLED', true);'`):Error(`The value ${r} cannot be represented on this device.`)}}getValuesFromTexture(e){let{shape:t,dtype:r,isPacked:n}=this.texData.get(e),s=z.sizeFromShape(t);if(_().getBool("WEBGL_DOWNLOAD_FLOAT_ENABLED")){let d=this.decode(e),m=this.texData.get(d.dataId),f=this.gpgpu.downloadMatrixFromPackedTexture(m.texture.texture,...It(t)).subarray(0,s);return this.disposeIntermediateTensorInfo(d),f}let i=_().getBool("WEBGL_PACK")&&n===!0,l=i?ot(t):t,a=i?new xo(l):new ho(l),c=this.runWebGLProgram(a,[{shape:l,dtype:r,dataId:e}],"float32"),u=this.texData.get(c.dataId),p=this.gpgpu.downloadByteEncodedFloatMatrixFromOutputTexture(u.texture.texture,u.texShape[0],u.texShape[1]).subarray(0,s);return this.disposeIntermediateTensorInfo(c),p}timerAvailable(){return _().getNumber("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_RELIABLE")>0}time(e){let t=this.activeTimers,r=[],n=!1;this.programTimersStack==null?(this.programTimersStack=r,n=!0):this.activeTimers.push(r),this.activeTimers=r,e();let s=z.flatten(this.activeTimers.map(a=>a.query)).filter(a=>a!=null),i=z.flatten(this.activeTimers.map(a=>a.name)).filter(a=>a!=null);this.activeTimers=t,n&&(this.programTimersStack=null);let l={uploadWaitMs:this.uploadWaitMs,downloadWaitMs:this.downloadWaitMs,kernelMs:null,wallMs:null};return(async()=>{if(_().getNumber("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_RELIABLE")>0){let a=await Promise.all(s);l.kernelMs=z.sum(a),l.getExtraProfileInfo=()=>a.map((c,u)=>({name:i[u],ms:c})).map(c=>`${c.name}: ${c.ms}`).join(", ")}else l.kernelMs={error:"WebGL query timers are not supported in this environment."};return this.uploadWaitMs=0,this.downloadWaitMs=0,l})()}memory(){return{unreliable:!1,numBytesInGPU:this.numBytesInGPU,numBytesInGPUAllocated:this.textureManager.numBytesAllocated,numBytesInGPUFree:this.textureManager.numBytesFree}}startTimer(){return _().getNumber("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_RELIABLE")>0?this.gpgpu.beginQuery():{startMs:z.now(),endMs:null}}endTimer(e){return _().getNumber("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_RELIABLE")>0?(this.gpgpu.endQuery(),e):(e.endMs=z.now(),e)}async getQueryTime(e){if(_().getNumber("WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_RELIABLE")>0)return this.gpgpu.waitForQueryAndGetTime(e);let t=e;return t.endMs-t.startMs}disposeData(e,t=!1){if(this.pendingDisposal.has(e))return!1;if(!this.texData.has(e))return!0;if(t?this.texData.get(e).refCount=0:this.texData.get(e).refCount--,!t&&this.texData.get(e).refCount>0)return!1;if(this.pendingRead.has(e))return this.pendingDisposal.add(e),this.pendingDeletes++,!1;this.releaseGPUData(e);let{complexTensorInfos:r}=this.texData.get(e);return r!=null&&(this.disposeData(r.real.dataId,t),this.disposeData(r.imag.dataId,t)),this.texData.delete(e),!0}releaseGPUData(e){let{texture:t,dtype:r,texShape:n,usage:s,isPacked:i,slice:l}=this.texData.get(e),a=l&&l.origDataId||e,c=this.dataRefCount.get(a);c>1?this.dataRefCount.set(a,c-1):(this.dataRefCount.delete(a),t!=null&&(this.numBytesInGPU-=this.computeBytes(n,r),this.textureManager.releaseTexture(t,n,s,i)));let u=this.texData.get(e);u.texture=null,u.texShape=null,u.isPacked=!1,u.slice=null}getTexture(e){return this.uploadToGPU(e),this.texData.get(e).texture.texture}getDataInfo(e){return this.texData.get(e)}shouldExecuteOnCPU(e,t=xh){return _().getBool("WEBGL_CPU_FORWARD")&&e.every(r=>this.texData.get(r.dataId).texture==null&&z.sizeFromShape(r.shape)<t)}getGPGPUContext(){return this.gpgpu}where(e){Ds.warn("tf.where() in webgl locks the UI thread. Call tf.whereAsync() instead");let t=e.dataSync();return dh(e.shape,t)}packedUnaryOp(e,t,r){let n=new J(e.shape,t),s=this.compileAndRun(n,[e],r);return De().makeTensorFromTensorInfo(s)}abs(e){if(this.shouldExecuteOnCPU([e])&&e.dtype!=="complex64"){let n=Ao(this.texData.get(e.dataId).values);return this.makeOutput(e.shape,e.dtype,n)}if(_().getBool("WEBGL_PACK_UNARY_OPERATIONS"))return this.packedUnaryOp(e,_s,e.dtype);let t=new X(e.shape,_s),r=this.compileAndRun(t,[e]);return De().makeTensorFromTensorInfo(r)}makeTensorInfo(e,t,r){let n;if(t==="string"&&r!=null&&r.length>0&&z.isString(r[0])){let s=r.map(i=>z.encodeString(i));n=this.write(s,e,t)}else n=this.write(r,e,t);return this.texData.get(n).usage=null,{dataId:n,shape:e,dtype:t}}makeOutput(e,t,r){return De().makeTensorFromTensorInfo(this.makeTensorInfo(e,t,r),this)}unpackTensor(e){let t=new Po(e.shape);return this.runWebGLProgram(t,[e],e.dtype)}packTensor(e){let t=new _o(e.shape);return this.runWebGLProgram(t,[e],e.dtype,null,!0)}packedReshape(e,t){let r=[$e(e.shape),...Ie(e.shape)],n={dtype:e.dtype,shape:r,dataId:e.dataId},s=[$e(t),...Ie(t)],i=new mt(s,r),l=!0,a=[r],c=this.runWebGLProgram(i,[n],e.dtype,a,l);return{dataId:c.dataId,shape:t,dtype:c.dtype}}decode(e,t){let r=this.texData.get(e),{isPacked:n,shape:s,dtype:i}=r;if(t!=null){let d=z.sizeFromShape(s),m=t[0]*t[1]*4;z.assert(d<=m,()=>"customTexShape is too small. Row * Column * 4 should be equal or larger than the size of the tensor data.")}let l=ot(s),a;n?a=new fo(l):a=new mo(l);let c=!0,u=[t??It(l)],p=this.runWebGLProgram(a,[{shape:l,dtype:i,dataId:e}],i,u,c,t);return{dtype:i,shape:s,dataId:p.dataId}}runWebGLProgram(e,t,r,n,s=!1,i){let l=this.makeTensorInfo(e.outputShape,r),a=this.texData.get(l.dataId);if(e.packedOutput&&(a.isPacked=!0),e.outPackingScheme===ke.DENSE){let h=i??It(e.outputShape);a.texShape=h.map(C=>C*2)}if(e.outTexUsage!=null&&(a.usage=e.outTexUsage),z.sizeFromShape(l.shape)===0)return a.values=z.getTypedArrayFromDType(l.dtype,0),l;let c=[],u=t.map(h=>{if(h.dtype==="complex64")throw new Error("GPGPUProgram does not support complex64 input. For complex64 dtypes, please separate the program into real and imaginary parts.");let C=this.texData.get(h.dataId);if(C.texture==null){if(!e.packedInputs&&z.sizeFromShape(h.shape)<=_().getNumber("WEBGL_SIZE_UPLOAD_UNIFORM"))return{shape:h.shape,texData:null,isUniform:!0,uniformValues:C.values};e.packedInputs&&(C.isPacked=!0,C.shape=h.shape)}if(this.uploadToGPU(h.dataId),!!C.isPacked!=!!e.packedInputs)h=C.isPacked?this.unpackTensor(h):this.packTensor(h),c.push(h),C=this.texData.get(h.dataId);else if(C.isPacked&&!Ae(C.shape,h.shape)){let v=h,b=h.shape;h.shape=C.shape,h=this.packedReshape(h,b),c.push(h),C=this.texData.get(h.dataId),v.shape=b}return{shape:h.shape,texData:C,isUniform:!1}});this.uploadToGPU(l.dataId);let p={shape:l.shape,texData:a,isUniform:!1},d=Fi(e,u,p),m=this.getAndSaveBinary(d,()=>ki(this.gpgpu,e,u,p)),f=this.activeTimers!=null,g;f&&(g=this.startTimer()),_().get("ENGINE_COMPILE_ONLY")||Ai(this.gpgpu,m,u,p,n),c.forEach(h=>this.disposeIntermediateTensorInfo(h)),f&&(g=this.endTimer(g),this.activeTimers.push({name:e.constructor.name,query:this.getQueryTime(g)}));let x=_().getNumber("WEBGL_FLUSH_THRESHOLD");if(x>0){let h=z.now();h-this.lastGlFlushTime>x&&(this.gpgpu.gl.flush(),this.lastGlFlushTime=h)}if(!_().getBool("WEBGL_LAZILY_UNPACK")&&a.isPacked&&s===!1){let h=this.unpackTensor(l);return this.disposeIntermediateTensorInfo(l),h}return l}compileAndRun(e,t,r,n,s=!1){return r=r||t[0].dtype,this.runWebGLProgram(e,t,r,n,s)}getAndSaveBinary(e,t){return e in this.binaryCache||(this.binaryCache[e]=t()),this.binaryCache[e]}getTextureManager(){return this.textureManager}dispose(){this.disposed||(_().getBool("IS_TEST")||Object.keys(this.binaryCache).forEach(t=>{this.gpgpu.deleteProgram(this.binaryCache[t].webGLProgram),delete this.binaryCache[t]}),this.textureManager.dispose(),this.canvas!=null&&typeof HTMLCanvasElement<"u"&&this.canvas instanceof HTMLCanvasElement?this.canvas.remove():this.canvas=null,this.gpgpuCreatedLocally&&(this.gpgpu.program=null,this.gpgpu.dispose()),this.disposed=!0)}floatPrecision(){return this.floatPrecisionValue==null&&(this.floatPrecisionValue=ph(()=>{if(!_().get("WEBGL_RENDER_FLOAT32_ENABLED")){let e=_().getBool("DEBUG");_().set("DEBUG",!1);let t=this.abs(uh(1e-8)).dataSync()[0];if(_().set("DEBUG",e),t>0)return 32}return 16})),this.floatPrecisionValue}epsilon(){return this.floatPrecision()===32?mh:fh}uploadToGPU(e){let t=this.texData.get(e),{shape:r,dtype:n,values:s,texture:i,usage:l,isPacked:a}=t;if(i!=null)return;let c=this.activeTimers!=null,u;c&&(u=z.now());let p=t.texShape;if(p==null&&(p=kn(r,a),t.texShape=p),s!=null){let d=ot(r),m,f=p[1],g=p[0],x=s instanceof Uint8Array||s instanceof Uint8ClampedArray;(a||!x)&&([f,g]=Ce(p[0],p[1])),a?m=new go(d,x):m=new Nt(d,x);let h=x?[g,f]:p,C=this.makeTensorInfo(h,n),v=this.texData.get(C.dataId);x?v.usage=q.PIXELS:v.usage=q.UPLOAD,v.texShape=h,this.gpgpu.uploadDenseMatrixToTexture(this.getTexture(C.dataId),f,g,s);let b=[[g,f]],T=this.runWebGLProgram(m,[C],n,b,!0),w=this.texData.get(T.dataId);t.texShape=w.texShape,t.isPacked=w.isPacked,t.usage=w.usage,_().get("ENGINE_COMPILE_ONLY")?this.disposeData(T.dataId):(t.texture=w.texture,t.values=null,this.texData.delete(T.dataId)),this.disposeIntermediateTensorInfo(C),c&&(this.uploadWaitMs+=z.now()-u)}else{let d=this.acquireTexture(p,l,n,a);t.texture=d}}convertAndCacheOnCPU(e,t){let r=this.texData.get(e),{dtype:n}=r;return t!=null&&(r.values=bh(t,n)),r.values}acquireTexture(e,t,r,n){if(this.numBytesInGPU+=this.computeBytes(e,r),!this.warnedAboutMemory&&this.numBytesInGPU>this.numMBBeforeWarning*1024*1024){let s=(this.numBytesInGPU/1024/1024).toFixed(2);this.warnedAboutMemory=!0,console.warn(`High memory usage in GPU: ${s} MB, most likely due to a memory leak`)}return this.textureManager.acquireTexture(e,t,n)}computeBytes(e,t){return e[0]*e[1]*z.bytesPerElement(t)}checkCompileCompletion(){for(let[,e]of Object.entries(this.binaryCache))this.checkCompletion_(e)}async checkCompileCompletionAsync(){let e=[];if(this.gpgpu.parallelCompilationExtension){for(let[,t]of Object.entries(this.binaryCache))e.push(this.checkCompletionAsync_(t));return Promise.all(e)}else{for(let[,t]of Object.entries(this.binaryCache)){let r=new Promise(n=>{try{this.checkCompletion_(t),n(!0)}catch(s){throw s}});e.push(r)}return Promise.all(e)}}async checkCompletionAsync_(e){return this.gpgpu.gl.getProgramParameter(e.webGLProgram,this.gpgpu.parallelCompilationExtension.COMPLETION_STATUS_KHR)?this.checkCompletion_(e):(await ch(),this.checkCompletionAsync_(e))}checkCompletion_(e){if(this.gpgpu.gl.getProgramParameter(e.webGLProgram,this.gpgpu.gl.LINK_STATUS)===!1)throw console.log(this.gpgpu.gl.getProgramInfoLog(e.webGLProgram)),this.gpgpu.gl.getShaderParameter(e.fragmentShader,this.gpgpu.gl.COMPILE_STATUS)===!1?(io(e.source,this.gpgpu.gl.getShaderInfoLog(e.fragmentShader)),new Error("Failed to compile fragment shader.")):new Error("Failed to link vertex and fragment shaders.");return!0}getUniformLocations(){for(let e of Object.values(this.binaryCache)){this.gpgpu.buildVao(e.webGLProgram);let{variablesLocations:t,customUniformLocations:r,infLoc:n,nanLoc:s,outShapeLocation:i,outShapeStridesLocation:l,outTexShapeLocation:a}=Bn(this.gpgpu,e.program,e.webGLProgram);e.variablesLocations=t,e.customUniformLocations=r,e.infLoc=n,e.nanLoc=s,e.outShapeLocation=i,e.outShapeStridesLocation=l,e.outTexShapeLocation=a}}createTensorFromGPUData(e,t,r){e.channels=e.channels||"RGBA";let{texture:n,height:s,width:i,channels:l}=e,a=De().backend;if(!a.gpgpu.gl.isTexture(n))throw new Error("The texture is invalid. Also, please make sure the texture and the TFJS WebGL backend are using the same canvas. If you want to use your own custom canvas, you have to create and use the custom TFJS WebGL backend created from the canvas through 'new tf.MathBackendWebGL(customCanvas)'.");let c=a.writeTexture(n,t,r,s,i,l);return De().makeTensorFromDataId(c,t,r,a)}};ft.nextDataId=0;function bh(o,e){if(e==="float32"||e==="complex64")return o;if(e==="int32"||e==="bool"){let t=e==="int32"?new Int32Array(o.length):new Uint8Array(o.length);for(let r=0;r<t.length;++r)t[r]=Math.round(o[r]);return t}else throw new Error(`Unknown dtype ${e}`)}var vh="4.22.0";import{env as yh}from"@tensorflow/tfjs-core";function Ll(){yh().set("WEBGL_FORCE_F16_TEXTURES",!0)}Sh.isBrowser()&&$h("webgl",()=>new ft,2);var tN={forceHalfFloat:Ll};import{registerKernel as N$}from"@tensorflow/tfjs-core";import{_FusedMatMul as Zh}from"@tensorflow/tfjs-core";import{broadcast_util as Yh,upcastType as Qh,util as Mo}from"@tensorflow/tfjs-core";import{backend_util as Wl,env as zl,upcastType as Gl}from"@tensorflow/tfjs-core";import{backend_util as Ih}from"@tensorflow/tfjs-core";var ht=`
  if (isnan(a)) return a;
  if (isnan(b)) return b;
`;var ee=class{constructor(e,t,r){this.variableNames=["A","B"],this.outputShape=Ih.assertAndGetBroadcastShape(t,r),this.enableShapeUniforms=D(this.outputShape.length),this.userCode=`
      float binaryOperation(float a, float b) {
        ${e}
      }

      void main() {
        float a = getAAtOutCoords();
        float b = getBAtOutCoords();
        setOutput(binaryOperation(a, b));
      }
    `}};import{backend_util as wh,util as Th}from"@tensorflow/tfjs-core";var ie=`
  result.r = isNaN.r ? NAN : result.r;
  result.g = isNaN.g ? NAN : result.g;
  result.b = isNaN.b ? NAN : result.b;
  result.a = isNaN.a ? NAN : result.a;
`;var se=class{constructor(e,t,r,n=!1){this.variableNames=["A","B"],this.supportsBroadcasting=!0,this.packedInputs=!0,this.packedOutput=!0,this.outputShape=wh.assertAndGetBroadcastShape(t,r);let s=this.outputShape.length;this.enableShapeUniforms=D(s);let i="";if(n)if(s===0||Th.sizeFromShape(this.outputShape)===1)i=`
          result.y = 0.;
          result.z = 0.;
          result.w = 0.;
        `;else if(i=`
          ${N(s)} coords = getOutputCoords();
        `,s===1)this.enableShapeUniforms?i+=`
            result.y = (coords + 1) >= outShape ? 0. : result.y;
            result.z = 0.;
            result.w = 0.;
          `:i+=`
            result.y = (coords + 1) >= ${this.outputShape[0]} ? 0. : result.y;
            result.z = 0.;
            result.w = 0.;
          `;else{let a=M("coords",s);this.enableShapeUniforms?i+=`
            bool nextRowOutOfBounds =
              (${a[s-2]} + 1) >= outShape[${s} - 2];
            bool nextColOutOfBounds =
              (${a[s-1]} + 1) >= outShape[${s} - 1];
            result.y = nextColOutOfBounds ? 0. : result.y;
            result.z = nextRowOutOfBounds ? 0. : result.z;
            result.w = nextColOutOfBounds || nextRowOutOfBounds ? 0. : result.w;
          `:i+=`
            bool nextRowOutOfBounds =
              (${a[s-2]} + 1) >= ${this.outputShape[s-2]};
            bool nextColOutOfBounds =
              (${a[s-1]} + 1) >= ${this.outputShape[s-1]};
            result.y = nextColOutOfBounds ? 0. : result.y;
            result.z = nextRowOutOfBounds ? 0. : result.z;
            result.w = nextColOutOfBounds || nextRowOutOfBounds ? 0. : result.w;
          `}this.userCode=`
      vec4 binaryOperation(vec4 a, vec4 b) {
        ${e}
      }

      void main() {
        vec4 a = getAAtOutCoords();
        vec4 b = getBAtOutCoords();

        vec4 result = binaryOperation(a, b);
        ${i}

        setOutput(result);
      }
    `}};import{Complex as Eh}from"@tensorflow/tfjs-core";import{Identity as Rh}from"@tensorflow/tfjs-core";function W(o){let{inputs:e,backend:t}=o,{x:r}=e;return t.incRef(r.dataId),{dataId:r.dataId,shape:r.shape,dtype:r.dtype}}var Bl={kernelName:Rh,backendName:"webgl",kernelFunc:W};function te(o){let{inputs:e,backend:t}=o,{real:r,imag:n}=e,s=t.makeTensorInfo(r.shape,"complex64"),i=t.texData.get(s.dataId),l=W({inputs:{x:r},backend:t}),a=W({inputs:{x:n},backend:t});return i.complexTensorInfos={real:l,imag:a},s}var Vl={kernelName:Eh,backendName:"webgl",kernelFunc:te};import{env as Nh,LeakyRelu as kh,util as Ah}from"@tensorflow/tfjs-core";var Ps="return (a < 0.) ? b * a : a;",Os=`
  vec4 aLessThanZero = vec4(lessThan(a, vec4(0.)));
  return (aLessThanZero * (b * a)) + ((vec4(1.0) - aLessThanZero) * a);
`;function Fh(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{alpha:s}=r,i=t.makeTensorInfo([],"float32",Ah.createScalarValue(s,"float32")),l=Nh().getBool("WEBGL_PACK_BINARY_OPERATIONS")?new se(Os,n.shape,i.shape):new ee(Ps,n.shape,i.shape),a=t.runWebGLProgram(l,[n,i],"float32");return t.disposeIntermediateTensorInfo(i),a}var Ul={kernelName:kh,backendName:"webgl",kernelFunc:Fh};import{env as _h,Prelu as Dh}from"@tensorflow/tfjs-core";var Ls="return (a < 0.) ? b * a : a;",Bs=`
  vec4 aLessThanZero = vec4(lessThan(a, vec4(0.)));
  return (aLessThanZero * (b * a)) + ((vec4(1.0) - aLessThanZero) * a);
`;function Ph(o){let{inputs:e,backend:t}=o,{x:r,alpha:n}=e,s=_h().getBool("WEBGL_PACK_BINARY_OPERATIONS")?new se(Bs,r.shape,n.shape):new ee(Ls,r.shape,n.shape);return t.runWebGLProgram(s,[r,n],"float32")}var Ml={kernelName:Dh,backendName:"webgl",kernelFunc:Ph};var pe="if (isnan(x)) return x;";function R({opSnippet:o,packedOpSnippet:e,cpuKernelImpl:t,dtype:r}){return({inputs:n,backend:s})=>{let{x:i}=n,l=s,a=r||i.dtype;if(l.shouldExecuteOnCPU([i])&&t!=null){let p=l.texData.get(i.dataId),d=t(p.values,a);return l.makeTensorInfo(i.shape,a,d)}let c=zl().getBool("WEBGL_PACK_UNARY_OPERATIONS")&&e!=null,u;return c?u=new J(i.shape,e):u=new X(i.shape,o),l.runWebGLProgram(u,[i],a)}}function F({opSnippet:o,packedOpSnippet:e,checkOutOfBounds:t=!1,supportsComplex:r=!1,cpuKernelImpl:n,dtype:s}){return({inputs:i,backend:l})=>{let{a,b:c}=i,u=l;if(r&&a.dtype==="complex64"){let f=u.texData.get(a.dataId),g=u.texData.get(c.dataId),[x,h]=[[f.complexTensorInfos.real,g.complexTensorInfos.real],[f.complexTensorInfos.imag,g.complexTensorInfos.imag]].map(v=>{let[b,S]=v,T={dataId:b.dataId,dtype:b.dtype,shape:a.shape},w={dataId:S.dataId,dtype:S.dtype,shape:c.shape},I=new ee(o,a.shape,c.shape);return u.runWebGLProgram(I,[T,w],Gl(b.dtype,S.dtype))}),C=te({inputs:{real:x,imag:h},backend:u});return u.disposeIntermediateTensorInfo(x),u.disposeIntermediateTensorInfo(h),C}let p=s||Gl(a.dtype,c.dtype);if((a.dtype==="string"||c.dtype==="string"||u.shouldExecuteOnCPU([a,c]))&&n!=null){let f=u.texData.get(a.dataId).values,g=u.texData.get(c.dataId).values,x=a.dtype==="string"?Wl.fromUint8ToStringArray(f):f,h=a.dtype==="string"?Wl.fromUint8ToStringArray(g):g,[C,v]=n(a.shape,c.shape,x,h,p),b=u.makeTensorInfo(v,p),S=u.texData.get(b.dataId);return S.values=C,b}let d=zl().getBool("WEBGL_PACK_BINARY_OPERATIONS")&&e!=null,m;return d?m=new se(e,a.shape,c.shape,t):m=new ee(o,a.shape,c.shape),u.runWebGLProgram(m,[a,c],p)}}function Te(o,e=!1){if(o==="linear")return e?Al:wl;if(o==="relu")return e?_l:Rl;if(o==="elu")return e?Fl:Tl;if(o==="relu6")return e?Dl:El;if(o==="prelu")return e?Bs:Ls;if(o==="leakyrelu")return e?Os:Ps;if(o==="sigmoid")return e?Pl:Nl;throw new Error(`Activation ${o} has not been implemented for the WebGL backend.`)}var xt=class{constructor(e,t,r,n=!1,s=!1,i=!1,l=null,a=!1,c=!1){this.variableNames=["matrixA","matrixB"],this.packedInputs=!0,this.packedOutput=!0,this.outputShape=r,this.enableShapeUniforms=D(this.outputShape.length);let u=n?e[1]:e[2],p=Math.ceil(u/2),d=n?"i * 2, rc.y":"rc.y, i * 2",m=s?"rc.z, i * 2":"i * 2, rc.z",f=n?["a.xxyy","a.zzww"]:["a.xxzz","a.yyww"],g=s?["b.xzxz","b.ywyw"]:["b.xyxy","b.zwzw"],x="",h="";l&&(a?x=`vec4 activation(vec4 a) {
          vec4 b = getPreluActivationWeightsAtOutCoords();
          ${l}
        }`:c?x=`vec4 activation(vec4 a) {
          vec4 b = getLeakyreluAlphaAtOutCoords();
          ${l}
        }`:x=`vec4 activation(vec4 x) {
          ${l}
        }`,h="result = activation(result);");let C=i?"result += getBiasAtOutCoords();":"";i&&this.variableNames.push("bias"),a&&this.variableNames.push("preluActivationWeights"),c&&this.variableNames.push("leakyreluAlpha");let v="rc.x",b="rc.x";e[0]<t[0]?v=`imod(rc.x, ${e[0]})`:t[0]<e[0]&&(b=`imod(rc.x, ${t[0]})`),this.userCode=`
      ${x}
      // Don't use uniform for sharedDimensionPacked for performance.
      const float sharedDimension = ${p}.0;

      vec4 dot2x2ARowBCol(ivec3 rc) {
        vec4 result = vec4(0);
        int batchA = ${v};
        int batchB = ${b};
        for (int i = 0; i < ${p}; i++) {
          vec4 a = getMatrixA(batchA, ${d});
          vec4 b = getMatrixB(batchB, ${m});

          // These swizzled products need to be separately added.
          // See: https://github.com/tensorflow/tfjs/issues/1735
          result += (${f[0]} * ${g[0]});
          result += (${f[1]} * ${g[1]});
        }
        return result;
      }

      void main() {
        ivec3 rc = getOutputCoords();
        vec4 result = dot2x2ARowBCol(rc);

        ${C}

        ${h}

        setOutput(result);
      }
    `}};import{backend_util as Bh,env as Vh,Multiply as Uh}from"@tensorflow/tfjs-core";import{backend_util as Oh}from"@tensorflow/tfjs-core";var Vs={REAL:"return areal * breal - aimag * bimag;",IMAG:"return areal * bimag + aimag * breal;"},Bt=class{constructor(e,t,r){this.variableNames=["AReal","AImag","BReal","BImag"],this.outputShape=Oh.assertAndGetBroadcastShape(t,r),this.userCode=`
      float binaryOpComplex(
          float areal, float aimag, float breal, float bimag) {
        ${e}
      }

      void main() {
        float areal = getARealAtOutCoords();
        float aimag = getAImagAtOutCoords();
        float breal = getBRealAtOutCoords();
        float bimag = getBImagAtOutCoords();
        setOutput(binaryOpComplex(areal, aimag, breal, bimag));
      }
    `}};var Hl="return a * b;";function Vt(o){let{inputs:e,backend:t}=o,{a:r,b:n}=e,s=Bh.upcastType(r.dtype,n.dtype);if(r.dtype==="complex64"){let l=t.texData.get(r.dataId),a=t.texData.get(n.dataId),c=new Bt(Vs.REAL,r.shape,n.shape),u=new Bt(Vs.IMAG,r.shape,n.shape),p=[{dataId:l.complexTensorInfos.real.dataId,dtype:l.complexTensorInfos.real.dtype,shape:r.shape},{dataId:l.complexTensorInfos.imag.dataId,dtype:l.complexTensorInfos.imag.dtype,shape:r.shape},{dataId:a.complexTensorInfos.real.dataId,dtype:a.complexTensorInfos.real.dtype,shape:n.shape},{dataId:a.complexTensorInfos.imag.dataId,dtype:a.complexTensorInfos.imag.dtype,shape:n.shape}],d=t.runWebGLProgram(c,p,"float32"),m=t.runWebGLProgram(u,p,"float32"),f=te({inputs:{real:d,imag:m},backend:t});return t.disposeIntermediateTensorInfo(d),t.disposeIntermediateTensorInfo(m),f}if(t.shouldExecuteOnCPU([r,n])){let l=t.texData.get(r.dataId),a=t.texData.get(n.dataId),[c,u]=Ya(r.shape,n.shape,l.values,a.values,s),p=t.makeTensorInfo(u,s),d=t.texData.get(p.dataId);return d.values=c,p}let i;return Vh().getBool("WEBGL_PACK_BINARY_OPERATIONS")?i=new se(Hl,r.shape,n.shape):i=new ee(Hl,r.shape,n.shape),t.runWebGLProgram(i,[r,n],s)}var Kl={kernelName:Uh,backendName:"webgl",kernelFunc:Vt};import{Reshape as Mh,util as Lo}from"@tensorflow/tfjs-core";function Xl(o,e,t){let r=[$e(o.shape),...Ie(o.shape)],n={dtype:o.dtype,shape:r,dataId:o.dataId},s=[$e(e),...Ie(e)],i=new mt(s,r),l=!0,a=[r],c=t.runWebGLProgram(i,[n],o.dtype,a,l);return{dataId:c.dataId,shape:e,dtype:c.dtype}}function y(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{shape:s}=r,i=t,l=Lo.sizeFromShape(n.shape),a=Lo.inferFromImplicitShape(s,l),c=Lo.sizeFromShape(a);Lo.assert(l===c,()=>`The new shape (${a}) has ${c} elements and the old shape (${n.shape}) has ${l} elements. The new shape and old shape must have the same number of elements.`);let u=i.texData.get(n.dataId);return u.isPacked&&!Ae(n.shape,a)&&!(u.texture!==null&&Ae(u.shape,a))?Xl(n,a,i):(i.incRef(n.dataId),{dataId:n.dataId,shape:a,dtype:n.dtype})}var ql={kernelName:Mh,backendName:"webgl",kernelFunc:y};import{Sum as qh}from"@tensorflow/tfjs-core";import{backend_util as Mt,sumOutType as Xh,util as Us}from"@tensorflow/tfjs-core";import{backend_util as Gh}from"@tensorflow/tfjs-core";import{util as Wh}from"@tensorflow/tfjs-core";var Ut=class{constructor(e,t){this.variableNames=["x"];let{windowSize:r,batchSize:n,inSize:s,outSize:i}=e;this.outputShape=[n,i];let l=Math.floor(r/4)*4,a=r%4,c="sumValue += dot(values, ones);";if(t!=null){let p=1/t;c=`sumValue += dot(values * ${Wh.isInt(p)?p.toPrecision(2):p}, ones);`}let u="";s%r>0&&(u=`
        if (inIdx < 0 || inIdx >= ${s}) {
          return 0.0;
        }
      `),this.userCode=`
      const vec4 ones = vec4(1.0, 1.0, 1.0, 1.0);

      float getValue(int batch, int inIdx) {
        ${u}
        return getX(batch, inIdx);
      }

      void main() {
        ivec2 coords = getOutputCoords();
        int batch = coords[0];
        int outIdx = coords[1];
        int inOffset = outIdx * ${r};

        float sumValue = 0.0;

        for (int i = 0; i < ${l}; i += 4) {
          int inIdx = inOffset + i;
          vec4 values = vec4(
            getValue(batch, inIdx),
            getValue(batch, inIdx + 1),
            getValue(batch, inIdx + 2),
            getValue(batch, inIdx + 3)
          );

          ${c}
        }

        int inIdx = inOffset + ${l};
        if (${a===1}) {
          vec4 values = vec4(getValue(batch, inIdx), 0.0, 0.0, 0.0);

          ${c}
        } else if (${a===2}) {
          vec4 values = vec4(
            getValue(batch, inIdx),
            getValue(batch, inIdx + 1), 0.0, 0.0);

          ${c}
        } else if (${a===3}) {
          vec4 values = vec4(
            getValue(batch, inIdx),
            getValue(batch, inIdx + 1),
            getValue(batch, inIdx + 2), 0.0);

          ${c}
        }
        setOutput(sumValue);
      }
    `}};var Bo=class{constructor(e,t){this.variableNames=["x"];let{windowSize:r,batchSize:n,inSize:s,outSize:i}=e;this.outputShape=[n,i];let l="0.0",a="";t==="prod"?l="1.0":t==="min"?(l="1.0 / 1e-20",a="min"):t==="max"&&(l="-1.0 / 1e-20",a="max");let c=`${t}(${t}(${t}(minMaxValue[0], minMaxValue[1]), minMaxValue[2]), minMaxValue[3])`;t==="sum"?c="sumValue":t==="prod"?c="prodValue":t==="all"?c="allValue":t==="any"&&(c="anyValue");let u=Math.floor(r/4)*4,p=r%4,d=`
      if (${t==="sum"}) {
        sumValue += dot(values, ones);
      } else if (${t==="prod"}) {
        vec2 tmp = vec2(values[0], values[1]) * vec2(values[2], values[3]);
        prodValue *= tmp[0] * tmp[1];
      } else {
        minMaxValue = ${a}(values, minMaxValue);
        if (${t==="min"} || ${t==="max"}) {
          minMaxValue = ${a}(values, minMaxValue);
          bvec4 isNaN = isnan(values);
          if (isNaN.r || isNaN.g || isNaN.b || isNaN.a) {
            minMaxValue = vec4(NAN);
          }
        }
      }
    `,m="vec4";t==="all"?(l="1.0",d=`
        bool reducedAllValue = all(values);
        float floatedReducedAllValue = float(reducedAllValue);
        allValue = float(allValue >= 1.0 && floatedReducedAllValue >= 1.0);
      `,m="bvec4"):t==="any"&&(l="0.0",d=`
        bool reducedAnyValue = any(values);
        float floatedReducedAnyValue = float(reducedAnyValue);
        anyValue = float(anyValue >= 1.0 || floatedReducedAnyValue >= 1.0);
      `,m="bvec4");let f="";s%r>0&&(f=`
        if (inIdx < 0 || inIdx >= ${s}) {
          return initializationValue;
        }
      `),this.userCode=`
      const float initializationValue = ${l};
      const vec4 ones = vec4(1.0, 1.0, 1.0, 1.0);

      float getValue(int batch, int inIdx) {
        ${f}
        return getX(batch, inIdx);
      }

      void main() {
        ivec2 coords = getOutputCoords();
        int batch = coords[0];
        int outIdx = coords[1];
        int inOffset = outIdx * ${r};

        vec4 minMaxValue = vec4(${l});
        float prodValue = 1.0;
        float sumValue = 0.0;
        float allValue = 1.0;
        float anyValue = 0.0;

        for (int i = 0; i < ${u}; i += 4) {
          int inIdx = inOffset + i;
          ${m} values = ${m}(
            getValue(batch, inIdx),
            getValue(batch, inIdx + 1),
            getValue(batch, inIdx + 2),
            getValue(batch, inIdx + 3)
          );

          ${d}
        }

        int inIdx = inOffset + ${u};
        if (${p===1}) {
          ${m} values = ${m}(
            getValue(batch, inIdx),
            initializationValue,
            initializationValue,
            initializationValue
          );

          ${d}
        } else if (${p===2}) {
          ${m} values = ${m}(
            getValue(batch, inIdx),
            getValue(batch, inIdx + 1),
            initializationValue,
            initializationValue
          );

          ${d}
        } else if (${p===3}) {
          ${m} values = ${m}(
            getValue(batch, inIdx),
            getValue(batch, inIdx + 1),
            getValue(batch, inIdx + 2),
            initializationValue
          );

          ${d}
        }
        setOutput(${c});
      }
    `}};function zh(o){let e=[];for(;e.length===0||e[e.length-1].outSize!==1;){let t=e.length?e[e.length-1].outSize:o[1],r=Gh.computeOptimalWindowSize(t);e.push({inSize:t,windowSize:r,outSize:Math.ceil(t/r)})}return e}function ae(o,e,t,r){let n=zh(o.shape),s=o;for(let i=0;i<n.length;i++){let{inSize:l,windowSize:a,outSize:c}=n[i],u,p;t==="mean"?u=i===0?new Ut({windowSize:a,inSize:l,batchSize:o.shape[0],outSize:c},l):new Ut({windowSize:a,inSize:l,batchSize:o.shape[0],outSize:c}):u=new Bo({windowSize:a,inSize:l,batchSize:o.shape[0],outSize:c},t),p=s,s=r.runWebGLProgram(u,[s],e),p.dataId!==o.dataId&&r.disposeIntermediateTensorInfo(p)}return s}import{env as Kh}from"@tensorflow/tfjs-core";var Vo=class{constructor(e,t){this.variableNames=["A"];let r=new Array(e.length);for(let i=0;i<r.length;i++)r[i]=e[t[i]];this.outputShape=r,this.rank=r.length;let n=N(this.rank),s=Hh(t);this.userCode=`
    void main() {
      ${n} resRC = getOutputCoords();
      setOutput(getA(${s}));
    }
    `}};function Hh(o){let e=o.length;if(e>6)throw Error(`Transpose for rank ${e} is not yet supported`);let t=["resRC.x","resRC.y","resRC.z","resRC.w","resRC.u","resRC.v"],r=new Array(e);for(let n=0;n<o.length;n++)r[o[n]]=t[n];return r.join()}var Uo=class{constructor(e,t){this.variableNames=["A"],this.packedInputs=!0,this.packedOutput=!0;let r=new Array(e.length);for(let u=0;u<r.length;u++)r[u]=e[t[u]];if(this.outputShape=r,this.rank=r.length,this.rank>6)throw Error(`Packed transpose for rank ${this.rank} is not yet supported.`);let n=N(this.rank),s=Fs("rc",this.rank),i=new Array(this.rank);for(let u=0;u<t.length;u++)i[t[u]]=s[u];let l=`vec2(${i.slice(-2).join()})`,a=`++${s[this.rank-1]} < ${r[this.rank-1]}`,c=`getChannel(getA(${i.join()}), ${l})`;this.userCode=`
    void main() {
      ${n} rc = getOutputCoords();
      vec4 result = vec4(0.);
      result[0] = ${c};
      if(${a}) {
        result[1] = ${c};
      }
      --${s[this.rank-1]};
      if(++${s[this.rank-2]} < ${r[this.rank-2]}) {
        result[2] = ${c};
        if(${a}) {
          result[3] = ${c};
        }
      }
      setOutput(result);
    }
    `}};function Pe(o,e,t){let r=Kh().getBool("WEBGL_PACK_ARRAY_OPERATIONS")?new Uo(o.shape,e):new Vo(o.shape,e);return t.runWebGLProgram(r,[o],o.dtype)}function jl(o,e,t,r){let n=e,s=o.shape.length,i=Us.parseAxisParam(n,o.shape),l=i,a=Mt.getAxesPermutation(l,s),c=a!=null,u=o;c&&(u=Pe(o,a,r),l=Mt.getInnerMostAxes(l.length,s)),Mt.assertAxesAreInnerMostDims("sum",l,s);let[p,d]=Mt.computeOutAndReduceShapes(u.shape,l),m=p;t&&(m=Mt.expandShapeToKeepDim(p,i));let f=Us.sizeFromShape(d),x=Us.sizeFromShape(o.shape)/f,h=y({inputs:{x:u},attrs:{shape:[x,f]},backend:r}),C=Xh(o.dtype),v=ae(h,C,"sum",r),b=y({inputs:{x:v},attrs:{shape:m},backend:r});return r.disposeIntermediateTensorInfo(h),r.disposeIntermediateTensorInfo(v),c&&r.disposeIntermediateTensorInfo(u),b}function Xe(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{axis:s,keepDims:i}=r;return jl(n,s,i,t)}var Yl={kernelName:qh,backendName:"webgl",kernelFunc:Xe};import{Transpose as jh}from"@tensorflow/tfjs-core";function L(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{perm:s}=r,i=t,l=n.shape.length,a=new Array(l);for(let u=0;u<a.length;u++)a[u]=n.shape[s[u]];let c;if(i.shouldExecuteOnCPU([n])){let p=i.texData.get(n.dataId).values,d=Ke(p,n.shape,n.dtype,s,a);c=i.makeTensorInfo(a,n.dtype);let m=i.texData.get(c.dataId);m.values=d}else c=Pe(n,s,i);return c}var Ql={kernelName:jh,backendName:"webgl",kernelFunc:L};var Ms=1e3;function qe({a:o,b:e,transposeA:t,transposeB:r,backend:n,bias:s=null,preluActivationWeights:i=null,leakyreluAlpha:l=0,activation:a=null}){let c=o.shape.length,u=e.shape.length,p=t?o.shape[c-2]:o.shape[c-1],d=r?e.shape[u-1]:e.shape[u-2],m=t?o.shape[c-1]:o.shape[c-2],f=r?e.shape[u-2]:e.shape[u-1],g=o.shape.slice(0,-2),x=e.shape.slice(0,-2),h=Mo.sizeFromShape(g),C=Mo.sizeFromShape(x),b=Yh.assertAndGetBroadcastShape(o.shape.slice(0,-2),e.shape.slice(0,-2)).concat([m,f]);Mo.assert(p===d,()=>`Error in matMul: inner shapes (${p}) and (${d}) of Tensors with shapes ${o.shape} and ${e.shape} and transposeA=${t} and transposeB=${r} must match.`);let S=t?[h,p,m]:[h,m,p],T=r?[C,f,d]:[C,d,f],w=y({inputs:{x:o},backend:n,attrs:{shape:S}}),I=y({inputs:{x:e},backend:n,attrs:{shape:T}}),A=[w,I],k=Math.max(h,C),V=t?w.shape[1]:w.shape[2],U=s!=null,ge=i!=null,oe=a==="leakyrelu",le=a!=null?Te(a,!0):null,ce=U||ge||oe||le!=null,de;if((m===1||f===1)&&V>Ms&&ce===!1){let Ne=w,Ze=I;t&&(Ne=L({inputs:{x:w},backend:n,attrs:{perm:[0,2,1]}}),A.push(Ne)),r&&(Ze=L({inputs:{x:I},backend:n,attrs:{perm:[0,2,1]}}),A.push(Ze));let Je=f!==1,to=f===1,pn=Ne;Je&&(pn=y({inputs:{x:Ne},backend:n,attrs:{shape:[k,V,1]}}),A.push(pn));let Qd=f===1?2:1,dn=Ze;to&&(dn=y({inputs:{x:Ze},backend:n,attrs:{shape:[k,1,V]}}),A.push(dn));let mi=Vt({inputs:{a:pn,b:dn},backend:n});de=Xe({inputs:{x:mi},backend:n,attrs:{axis:Qd,keepDims:!0}}),A.push(mi)}else{let Ne=Qh(o.dtype,e.dtype),Ze=new xt(S,T,[k,m,f],t,r,U,le,ge,oe),Je=[w,I];if(s!=null&&Je.push(s),ge&&Je.push(i),oe){let to=n.makeTensorInfo([],"float32",Mo.createScalarValue(l,"float32"));Je.push(to),A.push(to)}de=n.runWebGLProgram(Ze,Je,Ne)}let Y=y({inputs:{x:de},backend:n,attrs:{shape:b}});A.push(de);for(let Ne of A)n.disposeIntermediateTensorInfo(Ne);return Y}function Jh(o){let{inputs:e,backend:t,attrs:r}=o,{a:n,b:s,bias:i,preluActivationWeights:l}=e,{transposeA:a,transposeB:c,activation:u,leakyreluAlpha:p}=r;return qe({a:n,b:s,transposeA:a,transposeB:c,backend:t,bias:i,preluActivationWeights:l,leakyreluAlpha:p,activation:u})}var Zl={kernelName:Zh,backendName:"webgl",kernelFunc:Jh};import{Abs as ex,env as tx}from"@tensorflow/tfjs-core";var Jl="return abs(x);";function ox(o){let{inputs:e,backend:t}=o,{x:r}=e;if(t.shouldExecuteOnCPU([r])&&r.dtype!=="complex64"){let s=t.texData.get(r.dataId),i=Ao(s.values);return t.makeTensorInfo(r.shape,r.dtype,i)}let n;return tx().getBool("WEBGL_PACK_UNARY_OPERATIONS")?n=new J(r.shape,Jl):n=new X(r.shape,Jl),t.runWebGLProgram(n,[r],r.dtype)}var ec={kernelName:ex,backendName:"webgl",kernelFunc:ox};import{Acos as rx}from"@tensorflow/tfjs-core";var nx=G+`
  if (abs(x) > 1.) {
    return NAN;
  }
  return acos(x);
`,sx=R({opSnippet:nx}),tc={kernelName:rx,backendName:"webgl",kernelFunc:sx};import{Acosh as ix}from"@tensorflow/tfjs-core";var ax=G+`
  if (x < 1.0) return NAN;
return log(x + sqrt(x * x - 1.0));`,lx=R({opSnippet:ax}),oc={kernelName:ix,backendName:"webgl",kernelFunc:lx};import{Add as cx}from"@tensorflow/tfjs-core";var rc="return a + b;",ux=F({opSnippet:rc,packedOpSnippet:rc,supportsComplex:!0,cpuKernelImpl:Na}),nc={kernelName:cx,backendName:"webgl",kernelFunc:ux};import{AddN as px,env as sc,upcastType as dx}from"@tensorflow/tfjs-core";var Wo=class{constructor(e,t){this.outputShape=[],this.outputShape=e,this.variableNames=t.map((s,i)=>`T${i}`);let r=[];this.variableNames.forEach(s=>{r.push(`float v${s} = get${s}AtOutCoords();`)});let n=this.variableNames.map(s=>`v${s}`).join(" + ");this.userCode=`
      void main() {
        ${r.join(`
        `)}

        float result = ${n};
        setOutput(result);
      }
    `}};var Go=class{constructor(e,t){this.outputShape=[],this.packedInputs=!0,this.packedOutput=!0,this.outputShape=e,this.variableNames=t.map((s,i)=>`T${i}`);let r=[];this.variableNames.forEach(s=>{r.push(`vec4 v${s} = get${s}AtOutCoords();`)});let n=this.variableNames.map(s=>`v${s}`).join(" + ");this.userCode=`
      void main() {
        ${r.join(`
        `)}

        vec4 result = ${n};
        setOutput(result);
      }
    `}};function zo(o){let{inputs:e,backend:t}=o,r=e;if(r.length===1)return W({inputs:{x:r[0]},backend:t});if(r.length>sc().getNumber("WEBGL_MAX_TEXTURES_IN_SHADER")){let a=Math.floor(r.length/2),c=zo({inputs:r.slice(0,a),backend:t}),u=zo({inputs:r.slice(a),backend:t});return zo({inputs:[c,u],backend:t})}let n=r.map(a=>a.dtype).reduce((a,c)=>dx(a,c)),s=r.map(a=>a.shape),l=sc().getBool("WEBGL_PACK")?new Go(r[0].shape,s):new Wo(r[0].shape,s);return t.runWebGLProgram(l,r,n)}var ic={kernelName:px,backendName:"webgl",kernelFunc:zo};import{All as mx,backend_util as Wt,util as ac}from"@tensorflow/tfjs-core";function fx(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{axis:s,keepDims:i}=r,l=n.shape.length,a=ac.parseAxisParam(s,n.shape),c=a,u=Wt.getAxesPermutation(c,l),p=n;u!=null&&(p=L({inputs:{x:n},backend:t,attrs:{perm:u}}),c=Wt.getInnerMostAxes(c.length,l)),Wt.assertAxesAreInnerMostDims("all",c,l);let[d,m]=Wt.computeOutAndReduceShapes(p.shape,c),f=ac.sizeFromShape(m),g=y({inputs:{x:p},backend:t,attrs:{shape:[-1,f]}}),x=ae(g,g.dtype,"all",t),h;if(i){let C=Wt.expandShapeToKeepDim(d,a);h=y({inputs:{x},backend:t,attrs:{shape:C}})}else h=y({inputs:{x},backend:t,attrs:{shape:d}});return t.disposeIntermediateTensorInfo(g),t.disposeIntermediateTensorInfo(x),u!=null&&t.disposeIntermediateTensorInfo(p),h}var lc={kernelName:mx,backendName:"webgl",kernelFunc:fx};import{Any as hx,backend_util as Gt,util as cc}from"@tensorflow/tfjs-core";function xx(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{axis:s,keepDims:i}=r,l=n.shape.length,a=cc.parseAxisParam(s,n.shape),c=a,u=Gt.getAxesPermutation(c,l),p=n;u!=null&&(p=L({inputs:{x:n},backend:t,attrs:{perm:u}}),c=Gt.getInnerMostAxes(c.length,l)),Gt.assertAxesAreInnerMostDims("any",c,l);let[d,m]=Gt.computeOutAndReduceShapes(p.shape,c),f=cc.sizeFromShape(m),g=y({inputs:{x:p},backend:t,attrs:{shape:[-1,f]}}),x=ae(g,g.dtype,"any",t),h;if(i){let C=Gt.expandShapeToKeepDim(d,a);h=y({inputs:{x},backend:t,attrs:{shape:C}})}else h=y({inputs:{x},backend:t,attrs:{shape:d}});return t.disposeIntermediateTensorInfo(g),t.disposeIntermediateTensorInfo(x),u!=null&&t.disposeIntermediateTensorInfo(p),h}var uc={kernelName:hx,backendName:"webgl",kernelFunc:xx};import{ArgMax as vx,backend_util as Ws,util as yx}from"@tensorflow/tfjs-core";import{backend_util as Xo,env as Cx,util as bx}from"@tensorflow/tfjs-core";var Ho=class{constructor(e,t,r){this.variableNames=["A"];let{windowSize:n,batchSize:s,outSize:i}=e;r||this.variableNames.push("bestIndicesA"),this.outputShape=[s,i];let l=t==="max"?">":"<",a=r?"inOffset + i;":"round(getBestIndicesA(batch, inOffset + i));";this.userCode=`
      void main() {
        ivec2 coords = getOutputCoords();
        int batch = coords[0];
        int outIdx = coords[1];
        int inOffset = outIdx * ${n};

        int bestIndex = inOffset;
        float bestValue = getA(batch, bestIndex);

        for (int i = 0; i < ${n}; i++) {
          int inIdx = ${a};
          float candidate = getA(batch, inIdx);
          if (candidate ${l} bestValue) {
            bestValue = candidate;
            bestIndex = inIdx;
          }
        }
        setOutput(float(bestIndex));
      }
    `}};import{util as gx}from"@tensorflow/tfjs-core";var Ko=class{constructor(e,t,r,n){this.variableNames=["A"],this.packedInputs=!0,this.packedOutput=!0,gx.assert(e.length>2,()=>`Packed arg${r.charAt(0).toUpperCase()+r.slice(1)} supports only inputs with rank above 2.`);let s=e[e.length-1],i=Math.ceil(s/t);this.outputShape=e.slice(0,-1),i>1&&this.outputShape.push(i),n||this.variableNames.push("bestIndicesA");let l=this.outputShape,a=l.length,c=N(a),u=M("coords",a),p,d;if(i===1){d=a+1;let I=N(d);p=`
        ${I} sourceLocR = ${I}(${u.join()}, 0);
        ++${u[a-1]};
        ${I} sourceLocG = ${I}(${u.join()}, 0);
        ++${u[a-2]};
        ${I} sourceLocA = ${I}(${u.join()}, 0);
        --${u[a-1]};
        ${I} sourceLocB = ${I}(${u.join()}, 0);
        --${u[a-2]};`}else d=a,p=`
        ${c} sourceLocR = coords;
        ++${u[a-1]};
        ${c} sourceLocG = coords;
        ++${u[a-2]};
        ${c} sourceLocA = coords;
        --${u[a-1]};
        ${c} sourceLocB = coords;
        --${u[a-2]};`;let m=["x","y","z","w","u","v"].slice(0,d),f="."+m[d-1],g=m.map(I=>"int "+I),x=M("sourceLocR",d-1).concat("inIdx.r"),h=M("sourceLocG",d-1).concat("inIdx.g"),C=M("sourceLocB",d-1).concat("inIdx.b"),v=M("sourceLocA",d-1).concat("inIdx.a"),b=r==="max"?"greaterThan":"lessThan",S=n?"":`
          inIdx = round(vec4(getBestIndicesAChannel(${x.join()}),
                             getBestIndicesAChannel(${h.join()}),
                             getBestIndicesAChannel(${C.join()}),
                             getBestIndicesAChannel(${v.join()})));`,T=`vec4(
            getAChannel(${x.join()}),
            hasNextCol ? getAChannel(${h.join()}) : 0.,
            hasNextRow ? getAChannel(${C.join()}) : 0.,
            hasNextRow && hasNextCol ? getAChannel(${v.join()}) : 0.)`,w=n?"":`
      float getBestIndicesAChannel(${g.join()}) {
        return getChannel(getBestIndicesA(${m.join()}),
                                          vec2(${m.slice(-2).join()}));
      }`;this.userCode=`
      float getAChannel(${g.join()}) {
        return getChannel(getA(${m.join()}),
                               vec2(${m.slice(-2).join()}));
      }
      ${w}
      void main() {
        ${c} coords = getOutputCoords();
        bool hasNextCol = ${u[a-1]} < ${l[a-1]-1};
        bool hasNextRow = ${u[a-2]} < ${l[a-2]-1};
        ${p}
        ivec4 srcIdx = ivec4(sourceLocR${f}, sourceLocG${f},
          sourceLocB${f}, sourceLocA${f}) * ${t};
        ivec4 inIdx = srcIdx;
        vec4 bestIndex = vec4(inIdx);
        vec4 bestValue = ${T};

        for (int i = 0; i < ${t}; i++) {
          inIdx = srcIdx;
          ${S}
          vec4 candidate = ${T};
          bvec4 nan = isnan(candidate);
          bvec4 replace = bvec4(
            vec4(${b}(candidate, bestValue)) * (vec4(1.0) - vec4(nan)));

          bestValue = vec4(replace.x  ? candidate.x : bestValue.x,
                           replace.y  ? candidate.y : bestValue.y,
                           replace.z  ? candidate.z : bestValue.z,
                           replace.w  ? candidate.w : bestValue.w);
          bestIndex = mix(bestIndex, vec4(inIdx), vec4(replace));
          srcIdx++;
        }
        setOutput(bestIndex);
      }
    `}};function pc(o,e,t,r=null){let n=e.shape[0],s=e.shape[1];r!=null&&(n=r.shape[0],s=r.shape[1]);let i=Xo.computeOptimalWindowSize(s),l={windowSize:i,inSize:s,batchSize:n,outSize:Math.ceil(s/i)},a=new Ho(l,t,r==null),c=[e];r!=null&&c.push(r);let u=o.runWebGLProgram(a,c,"int32");if(u.shape[1]===1)return u;let p=pc(o,e,t,u);return o.disposeIntermediateTensorInfo(u),p}function dc(o,e,t,r=null){let n=r!=null?r.shape:e.shape,s=n[n.length-1],i=Xo.computeOptimalWindowSize(s),l=new Ko(n,i,t,r==null),a=r==null?[e]:[e,r],c=o.runWebGLProgram(l,a,"int32");if(c.shape.length===e.shape.length){let u=dc(o,e,t,c);return o.disposeIntermediateTensorInfo(c),u}return c}function qo(o,e,t,r){let n=[t];if(Xo.assertAxesAreInnerMostDims("arg"+r.charAt(0).toUpperCase()+r.slice(1),n,e.shape.length),!Cx().getBool("WEBGL_PACK_REDUCE")||e.shape.length<=2){let s=[],i=o.texData.get(e.dataId),l=i!==null&&i.isPacked,a=e;l&&(a=o.unpackTensor(e),s.push(a));let[c,u]=Xo.computeOutAndReduceShapes(a.shape,n),p=bx.sizeFromShape(u),d=y({inputs:{x:a},backend:o,attrs:{shape:[-1,p]}});s.push(d);let m=pc(o,d,r);s.push(m);let f=y({inputs:{x:m},backend:o,attrs:{shape:c}});return s.forEach(g=>o.disposeIntermediateTensorInfo(g)),f}return dc(o,e,r)}function Sx(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{axis:s}=r,i=yx.parseAxisParam(s,n.shape),l=Ws.getAxesPermutation(i,n.shape.length),a=n,c=[];l!=null&&(a=L({inputs:{x:n},backend:t,attrs:{perm:l}}),c.push(a),i=Ws.getInnerMostAxes(i.length,a.shape.length)),Ws.assertAxesAreInnerMostDims("argMax",[i[0]],a.shape.length);let u=qo(t,a,i[0],"max");return c.forEach(p=>t.disposeIntermediateTensorInfo(p)),u}var mc={kernelName:vx,backendName:"webgl",kernelFunc:Sx};import{ArgMin as $x,backend_util as Gs,util as Ix}from"@tensorflow/tfjs-core";function wx(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{axis:s}=r,i=Ix.parseAxisParam(s,n.shape),l=Gs.getAxesPermutation(i,n.shape.length),a=n,c=[];l!=null&&(a=L({inputs:{x:n},backend:t,attrs:{perm:l}}),c.push(a),i=Gs.getInnerMostAxes(i.length,a.shape.length)),Gs.assertAxesAreInnerMostDims("argMin",[i[0]],a.shape.length);let u=qo(t,a,i[0],"min");return c.forEach(p=>t.disposeIntermediateTensorInfo(p)),u}var fc={kernelName:$x,backendName:"webgl",kernelFunc:wx};import{Asin as Tx}from"@tensorflow/tfjs-core";var Rx=G+`
  if (abs(x) > 1.) {
    return NAN;
  }
  return asin(x);
`,Ex=R({opSnippet:Rx}),hc={kernelName:Tx,backendName:"webgl",kernelFunc:Ex};import{Asinh as Nx}from"@tensorflow/tfjs-core";var kx=G+"return log(x + sqrt(x * x + 1.0));",Ax=R({opSnippet:kx}),xc={kernelName:Nx,backendName:"webgl",kernelFunc:Ax};import{Atan as Fx}from"@tensorflow/tfjs-core";var _x=G+`
  return atan(x);
`,Dx=R({opSnippet:_x}),gc={kernelName:Fx,backendName:"webgl",kernelFunc:Dx};import{Atan2 as Px}from"@tensorflow/tfjs-core";var Ox=ht+`
  return atan(a, b);
`,Lx=`
  vec4 result = atan(a, b);
  bvec4 isNaNA = isnan(a);
  bvec4 isNaNB = isnan(b);
  bvec4 isNaN = bvec4(isNaNA.x || isNaNB.x, isNaNA.y || isNaNB.y, isNaNA.z || isNaNB.z, isNaNA.w || isNaNB.w);
  `+ie+`
  return result;
`,Bx=F({opSnippet:Ox,packedOpSnippet:Lx}),Cc={kernelName:Px,backendName:"webgl",kernelFunc:Bx};import{Atanh as Vx}from"@tensorflow/tfjs-core";var Ux=G+`
  if ((x < -1.0) || (x > 1.0)) return NAN;
return (log(1.0 + x) - log(1.0 - x)) / 2.0;`,Mx=R({opSnippet:Ux}),bc={kernelName:Vx,backendName:"webgl",kernelFunc:Mx};import{AvgPool as Wx,backend_util as vc,util as yc}from"@tensorflow/tfjs-core";var he=class{constructor(e,t,r,n=!1,s=!1){if(this.variableNames=["x"],t==="avg"&&r)throw new Error("Cannot compute positions for average pool.");let i=e.filterWidth,l=e.strideHeight,a=e.strideWidth,c=e.dilationHeight,u=e.dilationWidth,p=e.effectiveFilterHeight,d=e.effectiveFilterWidth,m=e.padInfo.top,f=e.padInfo.left;this.outputShape=e.outShape;let g=t==="avg",x=`((batch  * ${e.inHeight} + xR) * ${e.inWidth} + xC) * ${e.inChannels} + d`,h=`(xR * ${e.inWidth} + xC) * ${e.inChannels} + d`,C="0.0";if(g||(C="-1.0 / 1e-20"),r){this.userCode=`
        const ivec2 strides = ivec2(${l}, ${a});
        const ivec2 pads = ivec2(${m}, ${f});

        void main() {
          ivec4 coords = getOutputCoords();
          int batch = coords[0];
          int d = coords[3];

          ivec2 xRCCorner = coords.yz * strides - pads;
          int xRCorner = xRCCorner.x;
          int xCCorner = xRCCorner.y;

          // max/min x(?, ?, d) to get y(yR, yC, d).
          // ? = to be determined
          float minMaxValue = 0.0;
          float minMaxValueFound = 0.0;
          int minMaxPosition = 0;
          float avgValue = 0.0;

          for (int wR = 0; wR < ${p};
              wR += ${c}) {
            int xR = xRCorner + wR;

            if (xR < 0 || xR >= ${e.inHeight}) {
              continue;
            }

            for (int wC = 0; wC < ${d};
                wC += ${u}) {
              int xC = xCCorner + wC;

              if (xC < 0 || xC >= ${e.inWidth}) {
                continue;
              }

              float value = getX(batch, xR, xC, d);

              // If a min / max value has already been found, use it. If not,
              // use the current value.
              float currMinMaxValue = mix(
                  value, minMaxValue, minMaxValueFound);
              if (value >= currMinMaxValue) {
                minMaxValue = value;
                minMaxValueFound = 1.0;
                minMaxPosition = ${n?s?x:h:`wR * ${d} + wC`};
              }
            }
          }
          setOutput(float(minMaxPosition));
        }
      `;return}let v="max",b=`${t}(${t}(${t}(minMaxValue[0], minMaxValue[1]), minMaxValue[2]), minMaxValue[3])`;t==="avg"&&(b="avgValue / max(count, 1.0)");let S=Math.floor(i/4)*4,T=i%4,w=`
      if (${g}) {
        avgValue += dot(values, ones);
      } else {
        minMaxValue = ${v}(values, minMaxValue);
      }
    `;this.userCode=`
      const ivec2 strides = ivec2(${l}, ${a});
      const ivec2 pads = ivec2(${m}, ${f});
      const float initializationValue = ${C};
      const vec4 ones = vec4(1.0, 1.0, 1.0, 1.0);

      float count = 0.0;

      float getValue(int batch, int xR, int xC, int d) {
        if (xC < 0 || xC >= ${e.inWidth}) {
          return initializationValue;
        }
        count += 1.0;
        return getX(batch, xR, xC, d);
      }

      void main() {
        ivec4 coords = getOutputCoords();
        int batch = coords[0];
        int d = coords[3];

        ivec2 xRCCorner = coords.yz * strides - pads;
        int xRCorner = xRCCorner.x;
        int xCCorner = xRCCorner.y;

        // max/min x(?, ?, d) to get y(yR, yC, d).
        // ? = to be determined
        vec4 minMaxValue = vec4(${C});
        float avgValue = 0.0;
        count = 0.0;

        for (int wR = 0; wR < ${p};
            wR += ${c}) {
          int xR = xRCorner + wR;

          if (xR < 0 || xR >= ${e.inHeight}) {
            continue;
          }

          for (int wC = 0; wC < ${S}; wC += 4) {
            int xC = xCCorner + wC * ${u};

            vec4 values = vec4(
              getValue(batch, xR, xC, d),
              getValue(batch, xR, xC + ${u}, d),
              getValue(batch, xR, xC + 2 * ${u}, d),
              getValue(batch, xR, xC + 3 * ${u}, d)
            );

            ${w}
          }

          int xC = xCCorner + ${S};
          if (${T===1}) {
            vec4 values = vec4(
              getValue(batch, xR, xC, d),
              initializationValue,
              initializationValue,
              initializationValue
            );

            ${w}
          } else if (${T===2}) {
            vec4 values = vec4(
              getValue(batch, xR, xC, d),
              getValue(batch, xR, xC + ${u}, d),
              initializationValue,
              initializationValue
            );

            ${w}
          } else if (${T===3}) {
            vec4 values = vec4(
              getValue(batch, xR, xC, d),
              getValue(batch, xR, xC + ${u}, d),
              getValue(batch, xR, xC + 2 * ${u}, d),
              initializationValue
            );

            ${w}
          }
        }
        setOutput(${b});
      }
    `}},Oe=class{constructor(e,t,r,n=!1,s=!1){if(this.variableNames=["x"],t==="avg"&&r)throw new Error("Cannot compute positions for average pool.");let i=e.filterWidth,l=e.strideDepth,a=e.strideHeight,c=e.strideWidth,u=e.dilationDepth,p=e.dilationHeight,d=e.dilationWidth,m=e.effectiveFilterDepth,f=e.effectiveFilterHeight,g=e.effectiveFilterWidth,x=e.padInfo.front,h=e.padInfo.top,C=e.padInfo.left;this.outputShape=e.outShape;let v=t==="avg",b="0.0";if(v||(b="-1.0 / 1e-20"),r){this.userCode=`
        const ivec3 strides =
            ivec3(${l}, ${a}, ${c});
        const ivec3 pads = ivec3(${x}, ${h}, ${C});

        void main() {
          ivec5 coords = getOutputCoords();
          int batch = coords.x;
          int ch = coords.u;

          ivec3 xCorner = ivec3(coords.y, coords.z, coords.w) * strides - pads;
          int xDCorner = xCorner.x;
          int xRCorner = xCorner.y;
          int xCCorner = xCorner.z;

          // max/min x(?, ?, ?, ch) to get y(yD, yR, yC, ch).
          // ? = to be determined
          float minMaxValue = 0.0;
          float minMaxValueFound = 0.0;
          int minMaxPosition = 0;

          for (int wD = 0; wD < ${m};
              wD += ${u}) {
            int xD = xDCorner + wD;

            if (xD < 0 || xD >= ${e.inDepth}) {
              continue;
            }

            for (int wR = 0; wR < ${f};
                wR += ${p}) {
              int xR = xRCorner + wR;

              if (xR < 0 || xR >= ${e.inHeight}) {
                continue;
              }

              for (int wC = 0; wC < ${g};
                  wC += ${d}) {
                int xC = xCCorner + wC;

                if (xC < 0 || xC >= ${e.inWidth}) {
                  continue;
                }

                float value = getX(batch, xD, xR, xC, ch);

                // If a min / max value has already been found, use it. If not,
                // use the current value.
                float currMinMaxValue = mix(
                    value, minMaxValue, minMaxValueFound);
                if (value >= currMinMaxValue) {
                  minMaxValue = value;
                  minMaxValueFound = 1.0;
                  minMaxPosition = ${n?s?`(((batch * ${e.inDepth} + xD) * ${e.inHeight} + xR) * ${e.inWidth} + xC) * ${e.inChannels} + ch`:`((xD * ${e.inHeight} + xR) * ${e.inWidth} + xC) * ${e.inChannels} + ch`:`wD * ${f} * ${g} +
                      wR * ${g} + wC`};
                }
              }
            }
          }
          setOutput(float(minMaxPosition));
        }
      `;return}let S="max",T=`${t}(${t}(${t}(minMaxValue[0], minMaxValue[1]), minMaxValue[2]), minMaxValue[3])`;t==="avg"&&(T="avgValue / max(count, 1.0)");let w=Math.floor(i/4)*4,I=i%4,A=`
      if (${v}) {
        avgValue += dot(values, ones);
      } else {
        minMaxValue = ${S}(values, minMaxValue);
      }
    `;this.userCode=`
      const ivec3 strides =
        ivec3(${l}, ${a}, ${c});
      const ivec3 pads = ivec3(${x}, ${h}, ${C});
      const float initializationValue = ${b};
      const vec4 ones = vec4(1.0, 1.0, 1.0, 1.0);

      float count = 0.0;

      float getValue(int batch, int xD, int xR, int xC, int ch) {
        if (xC < 0 || xC >= ${e.inWidth}) {
          return initializationValue;
        }
        count += 1.0;
        return getX(batch, xD, xR, xC, ch);
      }

      void main() {
        ivec5 coords = getOutputCoords();
        int batch = coords.x;
        int ch = coords.u;

        ivec3 xCorner = ivec3(coords.y, coords.z, coords.w) * strides - pads;
        int xDCorner = xCorner.x;
        int xRCorner = xCorner.y;
        int xCCorner = xCorner.z;

        // max/min x(?, ?, ?, d) to get y(yD, yR, yC, ch).
        // ? = to be determined
        vec4 minMaxValue = vec4(${b});
        float avgValue = 0.0;
        count = 0.0;

        for (int wD = 0; wD < ${m};
            wD += ${u}) {
          int xD = xDCorner + wD;

          if (xD < 0 || xD >= ${e.inDepth}) {
            continue;
          }

          for (int wR = 0; wR < ${f};
            wR += ${p}) {
            int xR = xRCorner + wR;

            if (xR < 0 || xR >= ${e.inHeight}) {
              continue;
            }

            for (int wC = 0; wC < ${w}; wC += 4) {
              int xC = xCCorner + wC * ${d};

              vec4 values = vec4(
                getValue(batch, xD, xR, xC, ch),
                getValue(batch, xD, xR, xC + ${d}, ch),
                getValue(batch, xD, xR, xC + 2 * ${d}, ch),
                getValue(batch, xD, xR, xC + 3 * ${d}, ch)
              );

              ${A}
            }

            int xC = xCCorner + ${w};
            if (${I===1}) {
              vec4 values = vec4(
                getValue(batch, xD, xR, xC, ch),
                initializationValue,
                initializationValue,
                initializationValue
              );

              ${A}
            } else if (${I===2}) {
              vec4 values = vec4(
                getValue(batch, xD, xR, xC, ch),
                getValue(batch, xD, xR, xC + ${d}, ch),
                initializationValue,
                initializationValue
              );

              ${A}
            } else if (${I===3}) {
              vec4 values = vec4(
                getValue(batch, xD, xR, xC, ch),
                getValue(batch, xD, xR, xC + ${d}, ch),
                getValue(batch, xD, xR, xC + 2 * ${d}, ch),
                initializationValue
              );

              ${A}
            }
          }
        }
        setOutput(${T});
      }
    `}};function Gx(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e;me(n,"avgPool");let{filterSize:s,strides:i,pad:l,dimRoundingMode:a}=r,c=1;yc.assert(vc.eitherStridesOrDilationsAreOne(i,c),()=>`Error in avgPool: Either strides or dilations must be 1. Got strides ${i} and dilations '${c}'`);let u=vc.computePool2DInfo(n.shape,s,i,c,l,a);if(u.filterWidth===1&&u.filterHeight===1&&yc.arraysEqual(u.inShape,u.outShape))return W({inputs:{x:n},backend:t});let p=new he(u,"avg",!1);return t.runWebGLProgram(p,[n],"float32")}var Sc={kernelName:Wx,backendName:"webgl",kernelFunc:Gx};import{AvgPool3D as zx,backend_util as Hx}from"@tensorflow/tfjs-core";function Kx(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{filterSize:s,strides:i,pad:l,dimRoundingMode:a,dataFormat:c}=r,u=[1,1,1],p=Hx.computePool3DInfo(n.shape,s,i,u,l,a,c),d=new Oe(p,"avg",!1);return t.runWebGLProgram(d,[n],"float32")}var $c={kernelName:zx,backendName:"webgl",kernelFunc:Kx};import{AvgPool3DGrad as Xx,backend_util as qx}from"@tensorflow/tfjs-core";var jo=class{constructor(e){this.variableNames=["dy"],this.outputShape=e.inShape;let t=e.filterHeight,r=e.filterWidth,n=e.strideHeight,s=e.strideWidth,i=e.dilationHeight,l=e.dilationWidth,a=e.effectiveFilterHeight,c=e.effectiveFilterWidth,u=a-1-e.padInfo.top,p=c-1-e.padInfo.left,d=1/(t*r);this.userCode=`
      const ivec2 pads = ivec2(${u}, ${p});
      const float avgMultiplier = float(${d});

      void main() {
        ivec4 coords = getOutputCoords();
        int b = coords[0];
        int d = coords[3];

        ivec2 dyRCCorner = coords.yz - pads;
        int dyRCorner = dyRCCorner.x;
        int dyCCorner = dyRCCorner.y;

        // Convolve dy(?, ?, d) with pos mask(:, :, d) to get dx(xR, xC, d).
        // ? = to be determined. : = across all values in that axis.
        float dotProd = 0.0;
        for (int wR = 0; wR < ${a};
            wR += ${i}) {
          float dyR = float(dyRCorner + wR) / ${n}.0;

          if (dyR < 0.0 || dyR >= ${e.outHeight}.0 || fract(dyR) > 0.0) {
            continue;
          }
          int idyR = int(dyR);

          for (int wC = 0; wC < ${c};
            wC+= ${l}) {
            float dyC = float(dyCCorner + wC) / ${s}.0;

            if (dyC < 0.0 || dyC >= ${e.outWidth}.0 ||
                fract(dyC) > 0.0) {
              continue;
            }
            int idyC = int(dyC);

            float dyValue = getDy(b, idyR, idyC, d);

            dotProd += dyValue * avgMultiplier;
          }
        }
        setOutput(dotProd);
      }
    `}},Yo=class{constructor(e){this.variableNames=["dy"],this.outputShape=e.inShape;let t=e.filterDepth,r=e.filterHeight,n=e.filterWidth,s=e.strideDepth,i=e.strideHeight,l=e.strideWidth,a=e.dilationDepth,c=e.dilationHeight,u=e.dilationWidth,p=e.effectiveFilterDepth,d=e.effectiveFilterHeight,m=e.effectiveFilterWidth,f=p-1-e.padInfo.front,g=d-1-e.padInfo.top,x=m-1-e.padInfo.left,h=1/(t*r*n);this.userCode=`
      const ivec3 pads = ivec3(${f}, ${g}, ${x});
      const float avgMultiplier = float(${h});

      void main() {
        ivec5 coords = getOutputCoords();
        int batch = coords.x;
        int ch = coords.u;

        ivec3 dyCorner = ivec3(coords.y, coords.z, coords.w) - pads;
        int dyDCorner = dyCorner.x;
        int dyRCorner = dyCorner.y;
        int dyCCorner = dyCorner.z;

        // Convolve dy(?, ?, ?, d) with pos mask(:, :, :, ch) to get
        // dx(xD, xR, xC, ch).
        // ? = to be determined. : = across all values in that axis.
        float dotProd = 0.0;

        for (int wD = 0; wD < ${p};
            wD += ${a}) {
          float dyD = float(dyDCorner + wD) / ${s}.0;

          if (dyD < 0.0 || dyD >= ${e.outDepth}.0 || fract(dyD) > 0.0) {
            continue;
          }
          int idyD = int(dyD);

          for (int wR = 0; wR < ${d};
              wR += ${c}) {
            float dyR = float(dyRCorner + wR) / ${i}.0;

            if (dyR < 0.0 || dyR >= ${e.outHeight}.0 ||
                fract(dyR) > 0.0) {
              continue;
            }
            int idyR = int(dyR);

            for (int wC = 0; wC < ${m};
                wC += ${u}) {
              float dyC = float(dyCCorner + wC) / ${l}.0;

              if (dyC < 0.0 || dyC >= ${e.outWidth}.0 ||
                  fract(dyC) > 0.0) {
                continue;
              }
              int idyC = int(dyC);

              float dyValue = getDy(batch, idyD, idyR, idyC, ch);

              dotProd += dyValue * avgMultiplier;
            }
          }
        }
        setOutput(dotProd);
      }
    `}};function jx(o){let{inputs:e,backend:t,attrs:r}=o,{dy:n,input:s}=e,i=s,{filterSize:l,strides:a,pad:c,dimRoundingMode:u}=r,p=[1,1,1],d=qx.computePool3DInfo(i.shape,l,a,p,c,u),m=new Yo(d);return t.runWebGLProgram(m,[n],i.dtype)}var Ic={kernelName:Xx,backendName:"webgl",kernelFunc:jx};import{AvgPoolGrad as Yx,backend_util as Qx}from"@tensorflow/tfjs-core";function Zx(o){let{inputs:e,backend:t,attrs:r}=o,{dy:n,input:s}=e,i=s;me([n,s],"avgPoolGrad");let{filterSize:l,strides:a,pad:c}=r,u=Qx.computePool2DInfo(i.shape,l,a,1,c),p=new jo(u);return t.runWebGLProgram(p,[n],i.dtype)}var wc={kernelName:Yx,backendName:"webgl",kernelFunc:Zx};import{BatchMatMul as Jx}from"@tensorflow/tfjs-core";function eg(o){let{inputs:e,backend:t,attrs:r}=o,{a:n,b:s}=e,{transposeA:i,transposeB:l}=r;return qe({a:n,b:s,transposeA:i,transposeB:l,backend:t})}var Tc={kernelName:Jx,backendName:"webgl",kernelFunc:eg};import{env as tg,FusedBatchNorm as og,util as zs}from"@tensorflow/tfjs-core";import{backend_util as Qo}from"@tensorflow/tfjs-core";var Zo=class{constructor(e,t,r,n,s,i){this.outputShape=[],this.variableNames=["x","mean","variance"],Qo.assertAndGetBroadcastShape(e,t),Qo.assertAndGetBroadcastShape(e,r);let l="0.0";n!=null&&(Qo.assertAndGetBroadcastShape(e,n),this.variableNames.push("offset"),l="getOffsetAtOutCoords()");let a="1.0";s!=null&&(Qo.assertAndGetBroadcastShape(e,s),this.variableNames.push("scale"),a="getScaleAtOutCoords()"),this.outputShape=e,this.userCode=`
      void main() {
        float x = getXAtOutCoords();
        float mean = getMeanAtOutCoords();
        float variance = getVarianceAtOutCoords();
        float offset = ${l};
        float scale = ${a};
        float inv = scale * inversesqrt(variance + float(${i}));
        setOutput(dot(vec3(x, -mean, offset), vec3(inv, inv, 1)));
      }
    `}};import{backend_util as Jo}from"@tensorflow/tfjs-core";var er=class{constructor(e,t,r,n,s,i){this.packedInputs=!0,this.packedOutput=!0,this.variableNames=["x","mean","variance"],Jo.assertAndGetBroadcastShape(e,t),Jo.assertAndGetBroadcastShape(e,r);let l="vec4(0.0)";n!=null&&(Jo.assertAndGetBroadcastShape(e,n),this.variableNames.push("offset"),l="getOffsetAtOutCoords()");let a="vec4(1.0)";s!=null&&(Jo.assertAndGetBroadcastShape(e,s),this.variableNames.push("scale"),a="getScaleAtOutCoords()"),this.outputShape=e,this.userCode=`
      void main() {
        vec4 offset = ${l};
        vec4 scale = ${a};

        vec4 x = getXAtOutCoords();
        vec4 mean = getMeanAtOutCoords();
        vec4 variance = getVarianceAtOutCoords();

        vec4 inv = scale * inversesqrt(variance + vec4(${i}));

        setOutput((x - mean) * inv + offset);
      }
    `}};var rg=({inputs:o,backend:e,attrs:t})=>{let{x:r,mean:n,variance:s,offset:i,scale:l}=o;zs.assert(n.shape.length===s.shape.length,()=>"Batch normalization gradient requires mean and variance to have equal ranks."),zs.assert(i==null||n.shape.length===i.shape.length,()=>"Batch normalization gradient requires mean and offset to have equal ranks."),zs.assert(l==null||n.shape.length===l.shape.length,()=>"Batch normalization gradient requires mean and scale to have equal ranks.");let{varianceEpsilon:a}=t;a==null&&(a=.001);let c=[r,n,s],u=null;i!=null&&(u=i.shape,c.push(i));let p=null;l!=null&&(p=l.shape,c.push(l));let d=tg().getBool("WEBGL_PACK_NORMALIZATION")?new er(r.shape,n.shape,s.shape,u,p,a):new Zo(r.shape,n.shape,s.shape,u,p,a);return e.runWebGLProgram(d,c,c[0].dtype)},Rc={kernelName:og,backendName:"webgl",kernelFunc:rg};import{backend_util as zt,BatchToSpaceND as lg,util as cg}from"@tensorflow/tfjs-core";import{env as sg,Slice as ig,slice_util as rr,util as Ec}from"@tensorflow/tfjs-core";var tr=class{constructor(e){this.variableNames=["source"],this.outputShape=e,this.rank=e.length;let t=N(this.rank);this.customUniforms=[{name:"start",arrayIndex:this.rank,type:"int"}];let r=ng(this.rank),n,s=e.map((i,l)=>`sourceLoc.${Hs[l]} = start[${l}] + coords.${Hs[l]};`);n=`
        ${t} sourceLoc;
        ${t} coords = getOutputCoords();
        ${s.join(`
`)}
      `,this.userCode=`
      void main() {
        ${n}
        setOutput(getSource(${r}));
      }
    `}},Hs=["x","y","z","w","u","v"];function ng(o){if(o===1)return"sourceLoc";if(o<=6)return Hs.slice(0,o).map(e=>"sourceLoc."+e).join(",");throw Error(`Slicing for rank ${o} is not yet supported`)}var or=class{constructor(e){this.variableNames=["source"],this.packedInputs=!0,this.packedOutput=!0,this.outputShape=e,this.rank=e.length,this.customUniforms=[{name:"start",arrayIndex:this.rank,type:"int"}];let t=N(this.rank),r=M("coords",this.rank),n=M("sourceLoc",this.rank),s=this.rank===1?"sourceLoc":`vec2(${n.slice(-2).join()})`,i=`getChannel(getSource(${n.join()}), ${s})`,l=`
      result.x = ${i};
      if (++${r[this.rank-1]} < ${e[this.rank-1]}) {
        ++${n[this.rank-1]};
        result.y = ${i};
        --${n[this.rank-1]};
      }
    `,a=this.rank===1?"":`
      --${r[this.rank-1]};
      if (++${r[this.rank-2]} < ${e[this.rank-2]}) {
        ++${n[this.rank-2]};
        result.z = ${i};
        if (++${r[this.rank-1]} < ${e[this.rank-1]}) {
          ++${n[this.rank-1]};
          result.w = ${i};
        }
      }
    `,c=this.rank<=4?`sourceLoc = coords +
            ${t}(${e.map((u,p)=>`start[${p}]`).join()});`:e.map((u,p)=>`${n[p]} = ${r[p]} + start[${p}];`).join(`
`);this.userCode=`
      void main() {
        ${t} coords = getOutputCoords();
        ${t} sourceLoc;
        ${c}
        vec4 result = vec4(0.);
        ${l}
        ${a}
        setOutput(result);
      }
    `}};function ag(o,e,t,r){let n=r.texData.get(o.dataId),s=r.makeTensorInfo(t,o.dtype),i=r.texData.get(s.dataId);Object.assign(i,n),i.refCount=1,i.shape=t,i.dtype=o.dtype;let l=rr.computeFlatOffset(e,Ec.computeStrides(o.shape));n.slice&&(l+=n.slice.flatOffset),i.slice={flatOffset:l,origDataId:n.slice&&n.slice.origDataId||o.dataId};let a=r.dataRefCount.get(i.slice.origDataId)||1;return r.dataRefCount.set(i.slice.origDataId,a+1),s}function xe(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{begin:s,size:i}=r,[l,a]=rr.parseSliceParams(n,s,i);if(rr.assertParamsValid(n,l,a),Ec.sizeFromShape(a)===0)return t.makeTensorInfo(a,n.dtype,[]);if(t.shouldExecuteOnCPU([n])||n.dtype==="string"){let p=t.texData.get(n.dataId),d=al(p.values,l,a,n.shape,n.dtype);return t.makeTensorInfo(a,n.dtype,d)}let{isPacked:c}=t.texData.get(n.dataId),u=rr.isSliceContinous(n.shape,l,a);if(c||!u){let p=sg().getBool("WEBGL_PACK_ARRAY_OPERATIONS")?new or(a):new tr(a),d=[l];return t.runWebGLProgram(p,[n],n.dtype,d)}return t.uploadToGPU(n.dataId),ag(n,l,a,t)}var Nc={kernelName:ig,backendName:"webgl",kernelFunc:xe};var ug=o=>{let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{blockShape:s,crops:i}=r;cg.assert(n.shape.length<=4,()=>"batchToSpaceND for rank > 4 with a WebGL backend not implemented yet");let l=s.reduce((C,v)=>C*v),a=zt.getReshaped(n.shape,s,l),c=zt.getPermuted(a.length,s.length),u=zt.getReshapedPermuted(n.shape,s,l),p=zt.getSliceBeginCoords(i,s.length),d=zt.getSliceSize(u,i,s.length),m=[],f=y({inputs:{x:n},backend:t,attrs:{shape:a}}),g=L({inputs:{x:f},backend:t,attrs:{perm:c}}),x=y({inputs:{x:g},backend:t,attrs:{shape:u}}),h=xe({inputs:{x},backend:t,attrs:{begin:p,size:d}});return m.push(f),m.push(g),m.push(x),m.forEach(C=>t.disposeIntermediateTensorInfo(C)),h},kc={kernelName:lg,backendName:"webgl",kernelFunc:ug};import{Bincount as pg}from"@tensorflow/tfjs-core";function dg(o){let{inputs:e,backend:t,attrs:r}=o,{x:n,weights:s}=e,{size:i}=r,l=t.readSync(n.dataId),a=t.readSync(s.dataId),c=ko(l,a,s.dtype,s.shape,i);return t.makeTensorInfo([i],s.dtype,c)}var Ac={kernelName:pg,backendName:"webgl",kernelFunc:dg};import{BitwiseAnd as mg,env as Fc}from"@tensorflow/tfjs-core";var fg=`
  int r = int(a.r) & int(b.r);
  int g = int(a.g) & int(b.g);
  int rb = int(a.b) & int(b.b);
  int ra = int(a.a) & int(b.a);
  return vec4(r, g, rb, ra);
`,hg=`
  return float(int(a.r) & int(b.r));
`;function xg(o){let{inputs:e,backend:t}=o,{a:r,b:n}=e,s=Fc().getBool("WEBGL_PACK_BINARY_OPERATIONS"),i=Fc().getNumber("WEBGL_VERSION");if(t.shouldExecuteOnCPU([r,n])||i===1){let a=t.texData.get(r.dataId).values,c=t.texData.get(n.dataId).values,[u,p]=Aa(r.shape,n.shape,a,c,r.dtype),d=t.makeTensorInfo(p,r.dtype),m=t.texData.get(d.dataId);return m.values=u,d}let l;return s?l=new se(fg,r.shape,n.shape,!1):l=new ee(hg,r.shape,n.shape),t.runWebGLProgram(l,[r,n],r.dtype)}var _c={kernelName:mg,backendName:"webgl",kernelFunc:xg};import{backend_util as gg,BroadcastArgs as Cg}from"@tensorflow/tfjs-core";function bg(o){let{inputs:e,backend:t}=o,{s0:r,s1:n}=e,s=t.readSync(r.dataId),i=t.readSync(n.dataId),l=gg.assertAndGetBroadcastShape(Array.from(s),Array.from(i));return t.makeTensorInfo([l.length],"int32",Int32Array.from(l))}var Dc={kernelName:Cg,backendName:"webgl",kernelFunc:bg};import*as Vc from"@tensorflow/tfjs-core";import{Cast as Ig,util as Bc}from"@tensorflow/tfjs-core";import{NotEqual as vg}from"@tensorflow/tfjs-core";var yg="return float(a != b);",Ks=F({opSnippet:yg,cpuKernelImpl:Za,dtype:"bool"}),Pc={kernelName:vg,backendName:"webgl",kernelFunc:Ks};import{Real as Sg}from"@tensorflow/tfjs-core";function Re(o){let{inputs:e,backend:t}=o,{input:r}=e,n=t.texData.get(r.dataId);return W({inputs:{x:n.complexTensorInfos.real},backend:t})}var Oc={kernelName:Sg,backendName:"webgl",kernelFunc:Re};var $g="return float(int(x));";function Lc(o,e){let t=new X(o.shape,$g),r=e.runWebGLProgram(t,[o],"int32");return{dataId:r.dataId,shape:r.shape,dtype:r.dtype}}function Xs(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{dtype:s}=r;if(s==="complex64"){if(n.dtype==="complex64")return W({inputs:{x:n},backend:t});let i=Vc.zeros(n.shape),l=Xs({inputs:{x:n},backend:t,attrs:{dtype:"float32"}}),a=te({inputs:{real:l,imag:i},backend:t});return i.dispose(),t.disposeIntermediateTensorInfo(l),a}if(n.dtype==="complex64"){let i=Re({inputs:{input:n},backend:t}),l=Xs({inputs:{x:i},backend:t,attrs:{dtype:s}});return t.disposeIntermediateTensorInfo(i),l}if(!Bc.hasEncodingLoss(n.dtype,s)){let i=W({inputs:{x:n},backend:t});return{dataId:i.dataId,shape:i.shape,dtype:s}}if(t.shouldExecuteOnCPU([n])){let i=t.texData.get(n.dataId).values,[l,a,c]=Fa(i,n.shape,n.dtype,s);return t.makeTensorInfo(l,a,c)}if(s==="int32")return Lc(n,t);if(s==="bool"){let i=t.makeTensorInfo([],"bool",Bc.getTypedArrayFromDType("bool",1)),a=Ks({inputs:{a:n,b:i},backend:t});return t.disposeIntermediateTensorInfo(i),a}throw new Error(`Error in Cast: failed to cast ${n.dtype} to ${s}`)}var Uc={kernelName:Ig,backendName:"webgl",kernelFunc:Xs};import{Ceil as wg}from"@tensorflow/tfjs-core";var Mc="return ceil(x);",Tg=R({opSnippet:Mc,packedOpSnippet:Mc,cpuKernelImpl:_a}),Wc={kernelName:wg,backendName:"webgl",kernelFunc:Tg};import{ClipByValue as Rg,env as Eg}from"@tensorflow/tfjs-core";var nr=class{constructor(e){this.variableNames=["A"],this.customUniforms=[{name:"minVal",type:"float"},{name:"maxVal",type:"float"}],this.outputShape=e,this.userCode=`

      void main() {
        float value = getAAtOutCoords();
        if (isnan(value)) {
          setOutput(value);
          return;
        }

        setOutput(clamp(value, minVal, maxVal));
      }
    `}};var sr=class{constructor(e){this.variableNames=["A"],this.packedInputs=!0,this.packedOutput=!0,this.customUniforms=[{name:"minVal",type:"float"},{name:"maxVal",type:"float"}],this.outputShape=e,this.userCode=`
      void main() {
        vec4 value = getAAtOutCoords();

        if (any(isnan(value))) {
          setOutput(value);
          return;
        }

        setOutput(clamp(value, vec4(minVal), vec4(maxVal)));
      }
    `}};function Ng(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{clipValueMin:s,clipValueMax:i}=r,l;Eg().getBool("WEBGL_PACK_CLIP")?l=new sr(n.shape):l=new nr(n.shape);let a=[[s],[i]];return t.runWebGLProgram(l,[n],n.dtype,a)}var Gc={kernelName:Rg,backendName:"webgl",kernelFunc:Ng};import{ComplexAbs as kg}from"@tensorflow/tfjs-core";var ir=class{constructor(e){this.variableNames=["real","imag"],this.outputShape=e,this.userCode=`
      void main() {
        float re = abs(getRealAtOutCoords());
        float im = abs(getImagAtOutCoords());
        float mx = max(re, im);

        // sadly the length function in glsl is not underflow-safe
        // (at least not on Intel GPUs). So the safe solution is
        // to ensure underflow-safety in all cases.
        setOutput(
          mx == 0.0 ? 0.0 : mx * length(vec2(1, min(re, im)/mx))
        );
      }
    `}};function zc(o,e){return{dataId:e.dataId,dtype:e.dtype,shape:o.shape}}function Ag(o){let{inputs:e,backend:t}=o,{x:r}=e,n=t.texData.get(r.dataId),s=new ir(r.shape),i=[zc(r,n.complexTensorInfos.real),zc(r,n.complexTensorInfos.imag)];return t.runWebGLProgram(s,i,i[0].dtype)}var Hc={kernelName:kg,backendName:"webgl",kernelFunc:Ag};import{backend_util as qc,Concat as Og,util as Ys}from"@tensorflow/tfjs-core";import{backend_util as qs,env as Xc,util as js}from"@tensorflow/tfjs-core";import{backend_util as Fg}from"@tensorflow/tfjs-core";var ar=class{constructor(e){this.outputShape=[],this.outputShape=Fg.computeOutShape(e,1),this.variableNames=e.map((i,l)=>`T${l}`);let t=new Array(e.length-1);t[0]=e[0][1];for(let i=1;i<t.length;i++)t[i]=t[i-1]+e[i][1];let r=[`if (yC < ${t[0]}) setOutput(getT0(yR, yC));`];for(let i=1;i<t.length;i++){let l=t[i-1];r.push(`else if (yC < ${t[i]}) setOutput(getT${i}(yR, yC-${l}));`)}let n=t.length,s=t[t.length-1];r.push(`else setOutput(getT${n}(yR, yC-${s}));`),this.userCode=`
      void main() {
        ivec2 coords = getOutputCoords();
        int yR = coords.x;
        int yC = coords.y;

        ${r.join(`
        `)}
      }
    `}};import{backend_util as _g}from"@tensorflow/tfjs-core";var cr=class{constructor(e,t){this.packedInputs=!0,this.packedOutput=!0,this.outputShape=[],this.outputShape=_g.computeOutShape(e,t);let r=this.outputShape,n=r.length,s=N(n),i=M("coords",n),l=["x","y","z","w","u","v"].slice(0,n);this.variableNames=e.map((g,x)=>`T${x}`);let a=new Array(e.length-1);a[0]=e[0][t];for(let g=1;g<a.length;g++)a[g]=a[g-1]+e[g][t];let c=l[t],u=l.slice(-2),p=l.join(),d=`if (${c} < ${a[0]}) {
        return getChannel(
            getT0(${p}), vec2(${u.join()}));
        }`;for(let g=1;g<a.length;g++){let x=a[g-1];d+=`
        if (${c} < ${a[g]}  && ${c} >= ${a[g-1]}) {
          return getChannel(
            getT${g}(${lr(l,c,x)}),
            vec2(${lr(u,c,x)}));
        }`}let m=a.length,f=a[a.length-1];d+=`
        return getChannel(
          getT${m}(${lr(l,c,f)}),
          vec2(${lr(u,c,f)}));`,this.userCode=`
      float getValue(${l.map(g=>"int "+g)}) {
        ${d}
      }

      void main() {
        ${s} coords = getOutputCoords();
        vec4 result = vec4(getValue(${i}), 0., 0., 0.);

        ${i[n-1]} = ${i[n-1]} + 1;
        if (${i[n-1]} < ${r[n-1]}) {
          result.g = getValue(${i});
        }

        ${i[n-2]} = ${i[n-2]} + 1;
        if (${i[n-2]} < ${r[n-2]}) {
          result.a = getValue(${i});
        }

        ${i[n-1]} = ${i[n-1]} - 1;
        if (${i[n-2]} < ${r[n-2]} &&
            ${i[n-1]} < ${r[n-1]}) {
          result.b = getValue(${i});
        }
        setOutput(result);
      }
    `}};function lr(o,e,t){let r=o.indexOf(e);return o.map((s,i)=>i===r?`${s} - ${t}`:s).join()}import{Imag as Dg}from"@tensorflow/tfjs-core";function je(o){let{inputs:e,backend:t}=o,{input:r}=e,n=t.texData.get(r.dataId);return W({inputs:{x:n.complexTensorInfos.imag},backend:t})}var Kc={kernelName:Dg,backendName:"webgl",kernelFunc:je};function gt(o,e,t){let r=o[0].dtype;if(r==="complex64"){let m=o.map(C=>Re({inputs:{input:C},backend:t})),f=o.map(C=>je({inputs:{input:C},backend:t})),g=gt(m,e,t),x=gt(f,e,t),h=te({inputs:{real:g,imag:x},backend:t});return m.forEach(C=>t.disposeIntermediateTensorInfo(C)),f.forEach(C=>t.disposeIntermediateTensorInfo(C)),t.disposeIntermediateTensorInfo(g),t.disposeIntermediateTensorInfo(x),h}let n=t.shouldExecuteOnCPU(o);if(r==="string"&&(n=!0),n){let m=o.map(b=>{let T=[-1,js.sizeFromShape(b.shape.slice(e))];return y({inputs:{x:b},backend:t,attrs:{shape:T}})}),f=m.map(b=>({vals:t.readSync(b.dataId),shape:b.shape})),g=qs.computeOutShape(m.map(b=>b.shape),1),x=m[0].shape[0]===1,h=Da(f,g,r,x),C=qs.computeOutShape(o.map(b=>b.shape),e),v=t.makeTensorInfo(C,r,h);return m.forEach(b=>t.disposeIntermediateTensorInfo(b)),v}let s=o.filter(m=>js.sizeFromShape(m.shape)>0),i=Xc().getBool("WEBGL_PACK_ARRAY_OPERATIONS")&&s[0].shape.length>1;if(s.length===1){let m=i?new X(o[0].shape,ve):new J(o[0].shape,ve);return t.runWebGLProgram(m,o,r)}let l=Xc().getNumber("WEBGL_MAX_TEXTURES_IN_SHADER");if(s.length>l){let m=[];for(let g=0;g<s.length;g+=l){let x=s.slice(g,g+l);m.push(gt(x,e,t))}let f=gt(m,e,t);for(let g of m)t.disposeIntermediateTensorInfo(g);return f}if(i){let m=new cr(s.map(f=>f.shape),e);return t.runWebGLProgram(m,s,r)}let{tensors2D:a,outShape:c}=Pg(s,e,t),u=new ar(a.map(m=>m.shape)),p=t.runWebGLProgram(u,a,r);a.forEach(m=>t.disposeIntermediateTensorInfo(m));let d=y({inputs:{x:p},attrs:{shape:c},backend:t});return t.disposeIntermediateTensorInfo(p),d}function Pg(o,e,t){let r=qs.computeOutShape(o.map(s=>s.shape),e);return{tensors2D:o.map(s=>y({inputs:{x:s},attrs:{shape:[-1,js.sizeFromShape(s.shape.slice(e))]},backend:t})),outShape:r}}function Qs(o){let{inputs:e,backend:t,attrs:r}=o,{axis:n}=r,s=Ys.parseAxisParam(n,e[0].shape)[0],i=e.map(c=>c.shape);qc.assertParamsConsistent(i,s);let l=qc.computeOutShape(e.map(c=>c.shape),s);if(Ys.sizeFromShape(l)===0)return t.makeTensorInfo(l,e[0].dtype,[]);let a=e.filter(c=>Ys.sizeFromShape(c.shape)>0);return a.length===1?W({inputs:{x:a[0]},backend:t}):gt(a,s,t)}var jc={kernelName:Og,backendName:"webgl",kernelFunc:Qs};import{backend_util as Yc,Conv2D as Bg,env as Qc}from"@tensorflow/tfjs-core";var Ct=class{constructor(e,t=!1,r=null,n=!1,s=!1){this.variableNames=["x","W"],this.outputShape=e.outShape;let i=e.padInfo.top,l=e.padInfo.left,a=e.strideHeight,c=e.strideWidth,u=e.dilationHeight,p=e.dilationWidth,d=e.filterHeight,m=e.filterWidth,f=Math.floor(e.inChannels/4)*4,g=e.inChannels%4,x=e.dataFormat==="channelsLast",h=x?1:2,C=x?2:3,v=x?3:1,b="",S="";r&&(n?b=`float activation(float a) {
          float b = getPreluActivationWeightsAtOutCoords();
          ${r}
        }`:s?b=`float activation(float a) {
          float b = getLeakyreluAlphaAtOutCoords();
          ${r}
        }`:b=`
          float activation(float x) {
            ${r}
          }
        `,S="result = activation(result);");let T=t?"result += getBiasAtOutCoords();":"";t&&this.variableNames.push("bias"),n&&this.variableNames.push("preluActivationWeights"),s&&this.variableNames.push("leakyreluAlpha"),this.userCode=`
      ${b}

      const ivec2 strides = ivec2(${a}, ${c});
      const ivec2 pads = ivec2(${i}, ${l});

      void main() {
        ivec4 coords = getOutputCoords();
        int batch = coords[0];
        int d2 = coords[${v}];

        ivec2 xRCCorner =
            ivec2(coords[${h}], coords[${C}]) * strides - pads;
        int xRCorner = xRCCorner.x;
        int xCCorner = xRCCorner.y;

        // Convolve x(?, ?, d1) with w(:, :, d1, d2) to get y(yR, yC, d2).
        // ? = to be determined. : = across all values in that axis.
        float dotProd = 0.0;
        for (int wR = 0; wR < ${d}; wR++) {
          int xR = xRCorner + wR * ${u};

          if (xR < 0 || xR >= ${e.inHeight}) {
            continue;
          }

          for (int wC = 0; wC < ${m}; wC++) {
            int xC = xCCorner + wC * ${p};

            if (xC < 0 || xC >= ${e.inWidth}) {
              continue;
            }

            for (int d1 = 0; d1 < ${f}; d1 += 4) {
              vec4 wValues = vec4(
                getW(wR, wC, d1, d2),
                getW(wR, wC, d1 + 1, d2),
                getW(wR, wC, d1 + 2, d2),
                getW(wR, wC, d1 + 3, d2)
              );

              if (${x}) {
                vec4 xValues = vec4(
                  getX(batch, xR, xC, d1),
                  getX(batch, xR, xC, d1 + 1),
                  getX(batch, xR, xC, d1 + 2),
                  getX(batch, xR, xC, d1 + 3)
                );
                dotProd += dot(xValues, wValues);
              } else {
                vec4 xValues = vec4(
                  getX(batch, d1, xR, xC),
                  getX(batch, d1 + 1, xR, xC),
                  getX(batch, d1 + 2, xR, xC),
                  getX(batch, d1 + 3, xR, xC)
                );
                dotProd += dot(xValues, wValues);
              }
            }

            if (${g===1}) {

              if (${x}) {
                dotProd +=
                    getX(batch, xR, xC, ${f}) *
                    getW(wR, wC, ${f}, d2);
              } else {
                dotProd +=
                    getX(batch, ${f}, xR, xC) *
                    getW(wR, wC, ${f}, d2);
              }

            } else if (${g===2}) {
              vec2 wValues = vec2(
                getW(wR, wC, ${f}, d2),
                getW(wR, wC, ${f} + 1, d2)
              );

              if (${x}) {
                vec2 xValues = vec2(
                  getX(batch, xR, xC, ${f}),
                  getX(batch, xR, xC, ${f} + 1)
                );
                dotProd += dot(xValues, wValues);
              } else {
                vec2 xValues = vec2(
                  getX(batch, ${f}, xR, xC),
                  getX(batch, ${f} + 1, xR, xC)
                );
                dotProd += dot(xValues, wValues);
              }

            } else if (${g===3}) {
              vec3 wValues = vec3(
                getW(wR, wC, ${f}, d2),
                getW(wR, wC, ${f} + 1, d2),
                getW(wR, wC, ${f} + 2, d2)
              );

              if (${x}) {
                vec3 xValues = vec3(
                  getX(batch, xR, xC, ${f}),
                  getX(batch, xR, xC, ${f} + 1),
                  getX(batch, xR, xC, ${f} + 2)
                );
                dotProd += dot(xValues, wValues);
              } else {
                vec3 xValues = vec3(
                  getX(batch, ${f}, xR, xC),
                  getX(batch, ${f} + 1, xR, xC),
                  getX(batch, ${f} + 2, xR, xC)
                );
                dotProd += dot(xValues, wValues);
              }

            }
          }
        }

        float result = dotProd;
        ${T}
        ${S}
        setOutput(result);
      }
    `}},ur=class{constructor(e){this.variableNames=["x","W"],this.outputShape=e.outShape;let t=e.padInfo.front,r=e.padInfo.top,n=e.padInfo.left,s=e.strideDepth,i=e.strideHeight,l=e.strideWidth,a=e.dilationDepth,c=e.dilationHeight,u=e.dilationWidth,p=e.filterDepth,d=e.filterHeight,m=e.filterWidth,f=Math.floor(e.inChannels/4)*4,g=e.inChannels%4;this.userCode=`
      const ivec3 strides = ivec3(${s}, ${i}, ${l});
      const ivec3 pads = ivec3(${t}, ${r}, ${n});

      void main() {
        ivec5 coords = getOutputCoords();
        int batch = coords.x;
        int d2 = coords.u;

        ivec3 xFRCCorner = ivec3(coords.y, coords.z, coords.w) * strides - pads;
        int xFCorner = xFRCCorner.x;
        int xRCorner = xFRCCorner.y;
        int xCCorner = xFRCCorner.z;

        // Convolve x(?, ?, ?, d1) with w(:, :, :, d1, d2) to get
        // y(yF, yR, yC, d2). ? = to be determined. : = across all
        // values in that axis.
        float dotProd = 0.0;
        for (int wF = 0; wF < ${p}; wF++) {
          int xF = xFCorner + wF * ${a};

          if (xF < 0 || xF >= ${e.inDepth}) {
            continue;
          }

          for (int wR = 0; wR < ${d}; wR++) {
            int xR = xRCorner + wR * ${c};

            if (xR < 0 || xR >= ${e.inHeight}) {
              continue;
            }

            for (int wC = 0; wC < ${m}; wC++) {
              int xC = xCCorner + wC * ${u};

              if (xC < 0 || xC >= ${e.inWidth}) {
                continue;
              }

              for (int d1 = 0; d1 < ${f}; d1 += 4) {
                vec4 xValues = vec4(
                  getX(batch, xF, xR, xC, d1),
                  getX(batch, xF, xR, xC, d1 + 1),
                  getX(batch, xF, xR, xC, d1 + 2),
                  getX(batch, xF, xR, xC, d1 + 3)
                );
                vec4 wValues = vec4(
                  getW(wF, wR, wC, d1, d2),
                  getW(wF, wR, wC, d1 + 1, d2),
                  getW(wF, wR, wC, d1 + 2, d2),
                  getW(wF, wR, wC, d1 + 3, d2)
                );

                dotProd += dot(xValues, wValues);
              }

              if (${g===1}) {
                dotProd +=
                  getX(batch, xF, xR, xC, ${f}) *
                  getW(wF, wR, wC, ${f}, d2);
              } else if (${g===2}) {
                vec2 xValues = vec2(
                  getX(batch, xF, xR, xC, ${f}),
                  getX(batch, xF, xR, xC, ${f} + 1)
                );
                vec2 wValues = vec2(
                  getW(wF, wR, wC, ${f}, d2),
                  getW(wF, wR, wC, ${f} + 1, d2)
                );
                dotProd += dot(xValues, wValues);
              } else if (${g===3}) {
                vec3 xValues = vec3(
                  getX(batch, xF, xR, xC, ${f}),
                  getX(batch, xF, xR, xC, ${f} + 1),
                  getX(batch, xF, xR, xC, ${f} + 2)
                );
                vec3 wValues = vec3(
                  getW(wF, wR, wC, ${f}, d2),
                  getW(wF, wR, wC, ${f} + 1, d2),
                  getW(wF, wR, wC, ${f} + 2, d2)
                );
                dotProd += dot(xValues, wValues);
              }
            }
          }
        }
        setOutput(dotProd);
      }
    `}};import{util as Lg}from"@tensorflow/tfjs-core";var bt=class{constructor(e,t=!1,r=null,n=!1,s=!1){this.variableNames=["x","W"],this.packedInputs=!0,this.packedOutput=!0,this.customUniforms=[{name:"pads",type:"ivec2"},{name:"strides",type:"ivec2"},{name:"dilations",type:"ivec2"},{name:"inDims",type:"ivec2"}],this.outputShape=e.outShape,this.enableShapeUniforms=D(this.outputShape.length);let i=e.padInfo.left,l=e.strideWidth,a=e.dilationWidth,c=e.filterHeight,u=e.filterWidth,p=u,d=`
       int xR; int xC; int xCOffset;
       vec4 wTexel; vec4 previous; vec4 final;`;for(let x=0;x<u;x++)d+=`
           vec4 xTexelC${x*2};
           int xTexelC${x*2}Ready;
           vec4 xTexelC${x*2+1};
           int xTexelC${x*2+1}Ready;
           vec4 xC${x};`;d+=`
     for (int r = 0; r < ${c}; r++) {
      for (int d1 = 0; d1 < ${e.inChannels}; d1 += 2) {
       `;for(let x=0;x<u;x++)d+=`
           xTexelC${x*2} = vec4(0.0);
           xTexelC${x*2}Ready = 0;
           xTexelC${x*2+1} = vec4(0.0);
           xTexelC${x*2+1}Ready = 0;
           xC${x} = vec4(0.0);`;d+=`
         xR = xRCorner + r * dilations[0];
         if (xR >=0 && xR < inDims[0]) {
       `;for(let x=0;x<(p+1)/2;x++){let h=x*2;if(d+=`
           xC = xCCorner + ${h*a};
           `,l===1){if(h<u&&(i%2===1?(d+=`
                 xCOffset = xC + 1;
                 if (xCOffset >= 0 && xCOffset < inDims[1] && xTexelC${h}Ready == 0) {
                   xTexelC${h} = getX(batch, xR, xCOffset, d1);

                   // Need to manually clear unused channels in case
                   // we're reading from recycled texture.
                   if (xCOffset + 1 >= inDims[1]) {
                     xTexelC${h}.zw = vec2(0.0);
                   }
                   xTexelC${h}Ready = 1;
                 }
               `,a===1&&h>0?d+=`
                 xC${h} = vec4(xTexelC${h-2}.zw, xTexelC${h}.xy);
                 `:d+=`
                   xCOffset = xC + 1 - 2;

                   if (xCOffset >= 0 && xCOffset < inDims[1]) {
                     previous = getX(batch, xR, xCOffset, d1);

                     // Need to manually clear unused channels in case
                     // we're reading from recycled texture.
                     if (xCOffset + 1 >= inDims[1]) {
                       previous.zw = vec2(0.0);
                     }

                     xC${h} = vec4(previous.zw, xTexelC${h}.xy);
                   } else {
                     xC${h} = vec4(0.0, 0.0, xTexelC${h}.xy);
                   }
                   `):d+=`
                 if (xC >= 0 && xC < inDims[1] && xTexelC${h}Ready == 0) {
                   xTexelC${h} = getX(batch, xR, xC, d1);
                   if (xC + 1 >= inDims[1]) {
                     xTexelC${h}.zw = vec2(0.0);
                   }
                   xTexelC${h}Ready = 1;
                 }

                 xC${h} = xTexelC${h};
                 `,h+1<u)){let C=i%2===0?Lg.nearestLargerEven(a):a;a%2===0&&i%2===1||a%2!==0&&i%2!==1?(d+=`
                   xCOffset = xC + imod(pads[1], 2) + ${C};

                   if (xCOffset >= 0 && xCOffset < inDims[1] && xTexelC${h+1}Ready == 0) {
                     xTexelC${h+1} = getX(batch, xR, xCOffset, d1);

                     // Need to manually clear unused channels in case
                     // we're reading from recycled texture.
                     if (xCOffset + 1 >= inDims[1]) {
                       xTexelC${h+1}.zw = vec2(0.0);
                     }
                     xTexelC${h+1}Ready = 1;
                   }
                   `,a>1?d+=`
                     xCOffset -= 2;
                     if (xCOffset >= 0 && xCOffset < inDims[1]) {
                      previous = getX(batch, xR, xCOffset, d1);
                      xC${h+1} = vec4(previous.zw, xTexelC${h+1}.xy);
                     } else {
                      xC${h+1} = vec4(0.0, 0.0, xTexelC${h+1}.xy);
                     }
                     `:d+=`
                     xC${h+1} = vec4(xTexelC${h}.zw, xTexelC${h+1}.xy);
                     `):C===1?d+=`
                     xC${h+1} = xTexelC${h};
                     `:d+=`
                     xCOffset = xC + ${C};

                     if (xCOffset >= 0 && xCOffset < inDims[1] && xTexelC${h+1}Ready == 0) {
                       xTexelC${h+1} = getX(batch, xR, xCOffset, d1);
                       if (xCOffset + 1 >= inDims[1]) {
                         xTexelC${h+1}.zw = vec2(0.0);
                       }
                       xTexelC${h+1}Ready = 1;
                     }

                     xC${h+1} = xTexelC${h+1};
                     `}}else h<u&&(i%2===1?(d+=`
                 xCOffset = xC + 1 - strides[1];
                 if(xCOffset >= 0 && xCOffset < inDims[1] && xTexelC${h}Ready == 0) {
                   xTexelC${h} = getX(batch, xR, xCOffset, d1);
                   // Need to manually clear unused channels in case
                   // we're reading from recycled texture.
                   if (xCOffset + 1 >= inDims[1]) {
                     xTexelC${h}.zw = vec2(0.0);
                   }
                   xTexelC${h}Ready = 1;
                 }

                 if(xC + 1 >= 0 && xC + 1 < inDims[1] && xTexelC${h+1}Ready == 0) {
                   xTexelC${h+1} = getX(batch, xR, xC + 1, d1);
                   // Need to manually clear unused channels in case
                   // we're reading from recycled texture.
                   if (xC + 2 >= inDims[1]) {
                     xTexelC${h+1}.zw = vec2(0.0);
                   }
                   xTexelC${h+1}Ready = 1;
                 }

                 xC${h} = vec4(xTexelC${h}.zw, xTexelC${h+1}.zw);
               `,h+1<u&&(d+=`
                   final = vec4(0.0);
                   xCOffset = xC + 1 + strides[1];
                   if(xCOffset >= 0 && xCOffset < inDims[1]) {
                     final = getX(batch, xR, xCOffset, d1);
                   }
                   xC${h+1} = vec4(xTexelC${h+1}.xy, final.xy);
                 `)):(d+=`
                 if(xC >= 0 && xC < inDims[1] && xTexelC${h}Ready == 0) {
                   xTexelC${h} = getX(batch, xR, xC, d1);
                   if (xC + 1 >= inDims[1]) {
                     xTexelC${h}.zw = vec2(0.0);
                   }
                   xTexelC${h}Ready = 1;
                 }

                 xCOffset = xC + strides[1];
                 if(xCOffset >= 0 && xCOffset < inDims[1] && xTexelC${h+1}Ready == 0) {
                   xTexelC${h+1} = getX(batch, xR, xCOffset, d1);
                   if (xCOffset + 1 >= inDims[1]) {
                     xTexelC${h+1}.zw = vec2(0.);
                   }
                   xTexelC${h+1}Ready = 1;
                 }

                 xC${h} = vec4(
                   xTexelC${h}.xy, xTexelC${h+1}.xy);
               `,h+1<u&&(d+=`
                   xC${h+1} = vec4(xTexelC${h}.zw, xTexelC${h+1}.zw);
                 `)));h<u&&(d+=`
             wTexel = getW(r, ${h}, d1, d2);
             dotProd += xC${h}.xxzz * vec4(wTexel.xy, wTexel.xy);
             if(d1 + 1 < ${e.inChannels}) {
               dotProd += xC${h}.yyww * vec4(wTexel.zw, wTexel.zw);
             }
           `,h+1<u&&(d+=`
               wTexel = getW(r, ${h+1}, d1, d2);
               dotProd += xC${h+1}.xxzz * vec4(wTexel.xy, wTexel.xy);
               if(d1 + 1 < ${e.inChannels}) {
                 dotProd += xC${h+1}.yyww * vec4(wTexel.zw, wTexel.zw);
               }
             `))}d+=`
     }
   `,d+=`
     }
   `,d+=`
     }
   `;let m="",f="";r&&(n?m=`vec4 activation(vec4 a) {
           vec4 b = getPreluActivationWeightsAtOutCoords();
           ${r}
         }`:s?m=`vec4 activation(vec4 a) {
           vec4 b = getLeakyreluAlphaAtOutCoords();
           ${r}
         }`:m=`vec4 activation(vec4 x) {
           ${r}
         }`,f="result = activation(result);");let g=t?"result += getBiasAtOutCoords();":"";t&&this.variableNames.push("bias"),n&&this.variableNames.push("preluActivationWeights"),s&&this.variableNames.push("leakyreluAlpha"),this.userCode=`
       ${m}

       void main() {
         ivec4 coords = getOutputCoords();
         int batch = coords.x;
         ivec2 xRCCorner = coords.yz * strides - pads;
         int d2 = coords.w;
         int xRCorner = xRCCorner.x;
         int xCCorner = xRCCorner.y;

         //intialize dotProd with a small epsilon seems to reduce GPU accuracy loss.
         vec4 dotProd = vec4(0.000000000000001);

         ${d}

         vec4 result = dotProd - vec4(0.000000000000001);
         ${g}
         ${f}
         setOutput(result);
       }
     `}};import{util as Ht}from"@tensorflow/tfjs-core";var pr=class{constructor(e,t){this.variableNames=["A"],this.packedInputs=!0,this.packedOutput=!0,this.customUniforms=[{name:"inputShape",type:"ivec4"},{name:"pad",type:"ivec2"},{name:"stride",type:"ivec2"},{name:"dilation",type:"ivec2"},{name:"inChannels",type:"int"},{name:"itemsPerBlockRow",type:"int"},{name:"outWidth",type:"int"}],this.outputShape=e,this.enableShapeUniforms=D(this.outputShape.length);let{dataFormat:r}=t,n=B(),s=r==="channelsLast",i=s?1:2,l=s?2:3,a=this.enableShapeUniforms?"if(blockIndex < outShape[2] && pos < outShape[1]) {":`if(blockIndex < ${e[2]} && pos < ${e[1]}) {`,c="";for(let u=0;u<=1;u++)for(let p=0;p<=1;p++)c+=`
          blockIndex = rc.z + ${p};
          pos = rc.y + ${u};

          ${a}
            offsetY = int(blockIndex / outWidth) * stride[0] - pad[0];
            d0 = offsetY + dilation[0] * (pos / itemsPerBlockRow);

            if(d0 < inputShape[${i}] && d0 >= 0) {
              // Use custom imod instead mod. On Intel GPU, mod may generate
              // unexpected value.
              // https://github.com/tensorflow/tfjs/issues/5447
              offsetX = imod(blockIndex, outWidth) * stride[1] - pad[1];
              d1 = offsetX + dilation[1] * (imod(pos, itemsPerBlockRow) /
                  inChannels);

              if(d1 < inputShape[${l}] && d1 >= 0) {

                ch = imod(pos, inChannels);

                if (${s}) {
                  innerDims = vec2(d1, ch);
                  result[${u*2+p}] = getChannel(
                    getA(rc.x, d0, int(innerDims.x),
                    int(innerDims.y)), innerDims);
                } else {
                  innerDims = vec2(d0, d1);
                  result[${u*2+p}] = getChannel(
                    getA(rc.x, ch, int(innerDims.x),
                    int(innerDims.y)), innerDims);
                }
              }
            }
          }
        `;this.userCode=`
      void main() {
        ivec3 rc = getOutputCoords();

        vec4 result = vec4(0);

        int blockIndex, pos, offsetY, d0, offsetX, d1, ch;
        vec2 innerDims;

        ${c}

        ${n.output} = result;
      }
    `}};function dr(o,e){let t=o.length;return t>=3?e?[...o.slice(0,-3),o[t-3]*o[t-2],o[t-1]]:[...o.slice(0,-3),o[t-3],o[t-2]*o[t-1]]:!e&&t===1&&o[0]>1?[o[0],1]:null}function mr({x:o,filter:e,convInfo:t,backend:r,bias:n=null,preluActivationWeights:s=null,leakyreluAlpha:i=0,activation:l=null}){let a=o.shape,c=r.texData.get(o.dataId),u=t.inChannels,p=a[0]*a[1]*a[2],d=t.outChannels,m=t.dataFormat==="channelsLast",f=!1,g=!1,x,h=[];if(s!=null){let b=dr(s.shape,m);b!=null&&(s=y({inputs:{x:s},backend:r,attrs:{shape:b}}),h.push(s))}if(n!=null){let b=dr(n.shape,m);b!=null&&(n=y({inputs:{x:n},backend:r,attrs:{shape:b}}),h.push(n))}if(!((p===1||d===1)&&u>Ms)&&c.isPacked&&m&&c.texture!=null&&a[2]%2!==0&&Ht.arraysEqual(c.shape.slice(-3),a.slice(-3))){let b=a[0]*a[1]*(a[2]+1),S={dataId:o.dataId,shape:[1,b,t.inChannels],dtype:o.dtype},T=c.shape;c.shape=c.shape.slice(),c.shape[c.shape.length-2]++,Ht.assert(Ae(c.shape,S.shape),()=>`packed reshape ${c.shape} to ${S.shape} isn't free`);let w=y({inputs:{x:e},backend:r,attrs:{shape:[1,t.inChannels,t.outChannels]}});h.push(w);let I=qe({a:S,b:w,backend:r,transposeA:f,transposeB:g,bias:n,activation:l,preluActivationWeights:s,leakyreluAlpha:i}),A=r.texData.get(I.dataId);Ht.assert(A.isPacked,()=>"batchMatMul result is expected to be packed"),c.shape=T,A.shape=t.outShape,x=W({inputs:{x:I},backend:r}),x.shape=t.outShape,h.push(I)}else{let b=t.outHeight*t.outWidth,S=y({inputs:{x:o},backend:r,attrs:{shape:m?[t.batchSize,b,t.inChannels]:[t.batchSize,t.inChannels,b]}}),T=y({inputs:{x:e},backend:r,attrs:{shape:[1,t.inChannels,t.outChannels]}}),w=qe({a:m?S:T,b:m?T:S,transposeA:!m,transposeB:g,backend:r,bias:n,activation:l,preluActivationWeights:s,leakyreluAlpha:i});x=y({inputs:{x:w},backend:r,attrs:{shape:t.outShape}}),h.push(S),h.push(T),h.push(w)}for(let b of h)r.disposeIntermediateTensorInfo(b);return x}function fr({x:o,filter:e,convInfo:t,backend:r,bias:n=null,preluActivationWeights:s=null,leakyreluAlpha:i=0,activation:l=null}){let{filterWidth:a,filterHeight:c,inChannels:u,outWidth:p,outHeight:d,dataFormat:m}=t,f=m==="channelsLast",g=a*c*u,x=d*p,h=[t.batchSize,g,x],C=!0,v=!1,b=[];if(s!=null){let Y=dr(s.shape,f);Y!=null&&(s=y({inputs:{x:s},backend:r,attrs:{shape:Y}}),b.push(s))}if(n!=null){let Y=dr(n.shape,f);Y!=null&&(n=y({inputs:{x:n},backend:r,attrs:{shape:Y}}),b.push(n))}let S=y({inputs:{x:e},backend:r,attrs:{shape:[1,g,Ht.sizeFromShape(e.shape)/g]}});b.push(S);let T=new pr(h,t),w=[o.shape,[t.padInfo.top,t.padInfo.left],[t.strideHeight,t.strideWidth],[t.dilationHeight,t.dilationWidth],[t.inChannels],[t.filterWidth*t.inChannels],[t.outWidth]],I=r.runWebGLProgram(T,[o],"float32",w),A=y({inputs:{x:I},backend:r,attrs:{shape:h}});b.push(I),b.push(A);let k=n!=null,V=s!=null,U=l==="leakyrelu",ge=l?Te(l,!0):null,oe=new xt(f?A.shape:S.shape,f?S.shape:A.shape,f?[t.batchSize,x,t.outChannels]:[t.batchSize,t.outChannels,x],C,v,k,ge,V,U),le=f?[A,S]:[S,A];if(n&&le.push(n),V&&le.push(s),U){let Y=r.makeTensorInfo([],"float32",Ht.createScalarValue(i,"float32"));le.push(Y),b.push(Y)}let ce=r.runWebGLProgram(oe,le,"float32"),de=y({inputs:{x:ce},backend:r,attrs:{shape:t.outShape}});b.push(ce);for(let Y of b)r.disposeIntermediateTensorInfo(Y);return de}function Vg(o){let{inputs:e,backend:t,attrs:r}=o,{x:n,filter:s}=e,{strides:i,pad:l,dataFormat:a,dilations:c,dimRoundingMode:u}=r,p=Yc.convertConv2DDataFormat(a),d=Yc.computeConv2DInfo(n.shape,s.shape,i,c,l,u,!1,p),m;if(d.filterHeight===1&&d.filterWidth===1&&d.dilationHeight===1&&d.dilationWidth===1&&d.strideHeight===1&&d.strideWidth===1&&(d.padInfo.type==="SAME"||d.padInfo.type==="VALID"))m=mr({x:n,filter:s,convInfo:d,backend:t});else if(d.strideWidth<=2&&p==="channelsLast"&&Qc().getBool("WEBGL_EXP_CONV")){let g=new bt(d),x=[[d.padInfo.top,d.padInfo.left],[d.strideHeight,d.strideWidth],[d.dilationHeight,d.dilationWidth],[d.inHeight,d.inWidth]];m=t.runWebGLProgram(g,[n,s],"float32",x)}else if(Qc().getBool("WEBGL_CONV_IM2COL"))m=fr({x:n,filter:s,convInfo:d,backend:t});else{let g=new Ct(d);m=t.runWebGLProgram(g,[n,s],"float32")}let f=y({inputs:{x:m},backend:t,attrs:{shape:d.outShape}});return t.disposeIntermediateTensorInfo(m),f}var Zc={kernelName:Bg,backendName:"webgl",kernelFunc:Vg};import{backend_util as Jc,Conv2DBackpropFilter as Ug}from"@tensorflow/tfjs-core";var hr=class{constructor(e){this.variableNames=["x","dy"],this.outputShape=e.filterShape;let t=e.strideHeight,r=e.strideWidth,n=e.padInfo.top,s=e.padInfo.left,i=e.dataFormat==="channelsLast";this.userCode=`
      void main() {
        ivec4 coords = getOutputCoords();
        int wR = coords.x;
        int wC = coords.y;
        int d1 = coords.z;
        int d2 = coords.w;

        // Convolve x(?, ?, d1) with dy(:, :, d2) to get dw(wR, wC, d1, d2).
        // ? = to be determined. : = across all values in that axis.
        float dotProd = 0.0;

        for (int b = 0; b < ${e.batchSize}; b++) {
          for (int yR = 0; yR < ${e.outHeight}; yR++) {
            int xR = wR + yR * ${t} - ${n};

            if (xR < 0 || xR >= ${e.inHeight}) {
              continue;
            }

            for (int yC = 0; yC < ${e.outWidth}; yC++) {
              int xC = wC + yC * ${r} - ${s};

              if (xC < 0 || xC >= ${e.inWidth}) {
                continue;
              }

              ${i?`float dyValue = getDy(b, yR, yC, d2);
              float xValue = getX(b, xR, xC, d1);
              dotProd += (xValue * dyValue);`:`float dyValue = getDy(b, d2, yR, yC);
              float xValue = getX(b, d1, xR, xC);
              dotProd += (xValue * dyValue);`}
            }
          }
        }
        setOutput(dotProd);
      }
    `}},xr=class{constructor(e){this.variableNames=["dy","W"],this.outputShape=e.inShape;let t=e.filterHeight,r=e.filterWidth,n=e.strideHeight,s=e.strideWidth,i=e.dataFormat==="channelsLast",l=t-1-e.padInfo.top,a=r-1-e.padInfo.left,c=i?1:2,u=i?2:3,p=i?3:1;this.userCode=`
      const ivec2 pads = ivec2(${l}, ${a});

      void main() {
        ivec4 coords = getOutputCoords();
        int batch = coords[0];
        int d1 = coords[${p}];

        ivec2 dyCorner = ivec2(coords[${c}], coords[${u}]) - pads;
        int dyRCorner = dyCorner.x;
        int dyCCorner = dyCorner.y;

        // Convolve dy(?, ?, d2) with w(:, :, d1, d2) to compute dx(xR, xC, d1).
        // ? = to be determined. : = across all values in that axis.
        float dotProd = 0.0;
        for (int wR = 0; wR < ${t}; wR++) {
          float dyR = float(dyRCorner + wR) / ${n}.0;

          if (dyR < 0.0 || dyR >= ${e.outHeight}.0 || fract(dyR) > 0.0) {
            continue;
          }
          int idyR = int(dyR);

          int wRPerm = ${t} - 1 - wR;

          for (int wC = 0; wC < ${r}; wC++) {
            float dyC = float(dyCCorner + wC) / ${s}.0;

            if (dyC < 0.0 || dyC >= ${e.outWidth}.0 ||
                fract(dyC) > 0.0) {
              continue;
            }
            int idyC = int(dyC);

            int wCPerm = ${r} - 1 - wC;

            for (int d2 = 0; d2 < ${e.outChannels}; d2++) {

              if (${i}) {
                float xValue = getDy(batch, idyR, idyC, d2);
                float wValue = getW(wRPerm, wCPerm, d1, d2);
                dotProd += xValue * wValue;
              } else {
                float xValue = getDy(batch, d2, idyR, idyC);
                float wValue = getW(wRPerm, wCPerm, d1, d2);
                dotProd += xValue * wValue;
              }

            }
          }
        }
        setOutput(dotProd);
      }
    `}},gr=class{constructor(e){this.variableNames=["x","dy"],this.outputShape=e.filterShape;let t=e.strideDepth,r=e.strideHeight,n=e.strideWidth,s=e.padInfo.front,i=e.padInfo.top,l=e.padInfo.left;this.userCode=`
      void main() {
        ivec5 coords = getOutputCoords();
        int wF = coords.x;
        int wR = coords.y;
        int wC = coords.z;
        int d1 = coords.w;
        int d2 = coords.u;

        float dotProd = 0.0;

        for (int b = 0; b < ${e.batchSize}; b++) {
          for (int yF = 0; yF < ${e.outDepth}; yF++) {
            int xF = wF + yF * ${t} - ${s};

            if (xF < 0 || xF >= ${e.inDepth}) {
              continue;
            }

            for (int yR = 0; yR < ${e.outHeight}; yR++) {
              int xR = wR + yR * ${r} - ${i};

              if (xR < 0 || xR >= ${e.inHeight}) {
                continue;
              }

              for (int yC = 0; yC < ${e.outWidth}; yC++) {
                int xC = wC + yC * ${n} - ${l};

                if (xC < 0 || xC >= ${e.inWidth}) {
                  continue;
                }

                float dyValue = getDy(b, yF, yR, yC, d2);
                float xValue = getX(b, xF, xR, xC, d1);
                dotProd += (xValue * dyValue);
              }
            }
          }
        }
        setOutput(dotProd);
      }
    `}},Cr=class{constructor(e){this.variableNames=["dy","W"],this.outputShape=e.inShape;let t=e.filterDepth,r=e.filterHeight,n=e.filterWidth,s=e.strideDepth,i=e.strideHeight,l=e.strideWidth,a=t-1-e.padInfo.front,c=r-1-e.padInfo.top,u=n-1-e.padInfo.left;this.userCode=`
      const ivec3 pads = ivec3(${a}, ${c}, ${u});

      void main() {
        ivec5 coords = getOutputCoords();
        int batch = coords.x;
        int d1 = coords.u;


        ivec3 dyCorner = ivec3(coords.y, coords.z, coords.w) - pads;
        int dyFCorner = dyCorner.x;
        int dyRCorner = dyCorner.y;
        int dyCCorner = dyCorner.z;

        float dotProd = 0.0;
        for (int wF = 0; wF < ${t}; wF++) {
          float dyF = float(dyFCorner + wF) / ${s}.0;

          if (dyF < 0.0 || dyF >= ${e.outDepth}.0 || fract(dyF) > 0.0) {
            continue;
          }
          int idyF = int(dyF);

          int wFPerm = ${t} - 1 - wF;

          for (int wR = 0; wR < ${r}; wR++) {
            float dyR = float(dyRCorner + wR) / ${i}.0;

            if (dyR < 0.0 || dyR >= ${e.outHeight}.0 ||
              fract(dyR) > 0.0) {
              continue;
            }
            int idyR = int(dyR);

            int wRPerm = ${r} - 1 - wR;

            for (int wC = 0; wC < ${n}; wC++) {
              float dyC = float(dyCCorner + wC) / ${l}.0;

              if (dyC < 0.0 || dyC >= ${e.outWidth}.0 ||
                  fract(dyC) > 0.0) {
                continue;
              }
              int idyC = int(dyC);

              int wCPerm = ${n} - 1 - wC;

              for (int d2 = 0; d2 < ${e.outChannels}; d2++) {
                float xValue = getDy(batch, idyF, idyR, idyC, d2);
                float wValue = getW(wFPerm, wRPerm, wCPerm, d1, d2);
                dotProd += xValue * wValue;
              }
            }
          }
        }
        setOutput(dotProd);
      }
    `}};function Mg(o){let{inputs:e,backend:t,attrs:r}=o,{x:n,dy:s}=e,{strides:i,pad:l,dataFormat:a,dimRoundingMode:c,filterShape:u}=r,p=Jc.convertConv2DDataFormat(a),d=Jc.computeConv2DInfo(n.shape,u,i,1,l,c,!1,p),m=new hr(d);return t.runWebGLProgram(m,[n,s],"float32")}var eu={kernelName:Ug,backendName:"webgl",kernelFunc:Mg};import{backend_util as tu,Conv2DBackpropInput as Wg,env as Gg}from"@tensorflow/tfjs-core";var br=class{constructor(e){this.variableNames=["dy","W"],this.packedInputs=!0,this.packedOutput=!0,this.customUniforms=[{name:"strides",type:"vec2"}],this.outputShape=e.inShape,this.enableShapeUniforms=D(this.outputShape.length);let t=e.filterHeight,r=e.filterWidth,n=t-1-e.padInfo.top,s=r-1-e.padInfo.left;this.userCode=`
      const ivec2 pads = ivec2(${n}, ${s});

      void main() {
        ivec4 coords = getOutputCoords();
        int batch = coords[0];
        int d1 = coords[3];

        ivec2 dyCorner = ivec2(coords[1], coords[2]) - pads;
        int dyRCorner = dyCorner.x;
        int dyCCorner = dyCorner.y;

        vec4 result = vec4(0.);
        for (int wR = 0; wR < ${t}; wR++) {
          float dyR = float(dyRCorner + wR) / strides[0];
          if (dyR < 0.0 || dyR >= ${e.outHeight}.0 || fract(dyR) > 0.0) {
            continue;
          }
          int idyR = int(dyR);
          int wRPerm = ${t} - 1 - wR;

          for (int wC = 0; wC < ${r}; wC++) {
            int wCPerm = ${r} - 1 - wC;

            float dyC = float(dyCCorner + wC) / strides[1];
            bool idyCVal = (dyC >= 0.0) && (dyC < ${e.outWidth}.0)
              && (fract(dyC) == 0.0);
            int idyC = int(dyC);

            float dyC2 = float(dyCCorner + wC + 1) / strides[1];
            bool idyCVal2 = (dyC2 >= 0.0) && (dyC2 < ${e.outWidth}.0)
              && (fract(dyC2) == 0.0);
            int idyC2 = int(dyC2);

            if (idyCVal && idyCVal2) {
              for (int d2 = 0; d2 < ${e.outChannels}; d2 += 2) {
                vec4 wValue = getW(wRPerm, wCPerm, d1, d2);
                vec4 dySample = getDy(batch, idyR, idyC, d2);
                vec4 dySample2 = (idyC / 2 == idyC2 / 2) ?
                  dySample : getDy(batch, idyR, idyC2, d2);

                vec2 dyValue = mod(float(idyC), 2.) == 0. ?
                  dySample.xy : dySample.zw;
                result.xy += vec2(dot(dyValue, wValue.xy),
                  dot(dyValue, wValue.zw));

                dyValue = mod(float(idyC2), 2.) == 0. ?
                  dySample2.xy : dySample2.zw;
                result.zw += vec2(dot(dyValue, wValue.xy),
                  dot(dyValue, wValue.zw));
              }
            } else if (idyCVal) {
              for (int d2 = 0; d2 < ${e.outChannels}; d2 += 2) {
                vec4 wValue = getW(wRPerm, wCPerm, d1, d2);
                vec4 dySample = getDy(batch, idyR, idyC, d2);
                vec2 dyValue = mod(float(idyC), 2.) == 0. ?
                  dySample.xy : dySample.zw;
                result.xy += vec2(dot(dyValue, wValue.xy),
                  dot(dyValue, wValue.zw));
              }
            } else if (idyCVal2) {
              for (int d2 = 0; d2 < ${e.outChannels}; d2 += 2) {
                vec4 wValue = getW(wRPerm, wCPerm, d1, d2);
                vec4 dySample = getDy(batch, idyR, idyC2, d2);
                vec2 dyValue = mod(float(idyC2), 2.) == 0. ?
                  dySample.xy : dySample.zw;
                result.zw += vec2(dot(dyValue, wValue.xy),
                  dot(dyValue, wValue.zw));
              }
            }
          }
        }
        setOutput(result);
      }
    `}};function zg(o){let{inputs:e,backend:t,attrs:r}=o,{dy:n,filter:s}=e,{inputShape:i,strides:l,pad:a,dataFormat:c,dimRoundingMode:u}=r,p=tu.convertConv2DDataFormat(c),d=tu.computeConv2DInfo(i,s.shape,l,1,a,u,!1,p);if(Gg().getBool("WEBGL_PACK_CONV2DTRANSPOSE")&&p==="channelsLast"){let m=[[d.strideHeight,d.strideWidth]],f=new br(d);return t.runWebGLProgram(f,[n,s],"float32",m)}else{let m=new xr(d);return t.runWebGLProgram(m,[n,s],"float32")}}var ou={kernelName:Wg,backendName:"webgl",kernelFunc:zg};import{backend_util as Hg,Conv3D as Kg}from"@tensorflow/tfjs-core";function Xg(o){let{inputs:e,backend:t,attrs:r}=o,{x:n,filter:s}=e,{strides:i,pad:l,dilations:a}=r,c=Hg.computeConv3DInfo(n.shape,s.shape,i,a,l),u=new ur(c);return t.runWebGLProgram(u,[n,s],"float32")}var ru={kernelName:Kg,backendName:"webgl",kernelFunc:Xg};import{backend_util as qg,Conv3DBackpropFilterV2 as jg}from"@tensorflow/tfjs-core";function Yg(o){let{inputs:e,backend:t,attrs:r}=o,{x:n,dy:s}=e,{strides:i,pad:l,filterShape:a}=r,c=qg.computeConv3DInfo(n.shape,a,i,1,l),u=new gr(c);return t.runWebGLProgram(u,[n,s],"float32")}var nu={kernelName:jg,backendName:"webgl",kernelFunc:Yg};import{backend_util as Qg,Conv3DBackpropInputV2 as Zg}from"@tensorflow/tfjs-core";function Jg(o){let{inputs:e,backend:t,attrs:r}=o,{dy:n,filter:s}=e,{pad:i,strides:l,inputShape:a}=r,c=Qg.computeConv3DInfo(a,s.shape,l,1,i),u=new Cr(c);return t.runWebGLProgram(u,[n,s],"float32")}var su={kernelName:Zg,backendName:"webgl",kernelFunc:Jg};import{Cos as eC}from"@tensorflow/tfjs-core";var tC=pe+`
  return cos(x);
`,oC=`
  vec4 result = cos(x);
  bvec4 isNaN = isnan(x);
  ${ie}
  return result;
`,rC=R({opSnippet:tC,packedOpSnippet:oC}),iu={kernelName:eC,backendName:"webgl",kernelFunc:rC};import{Cosh as nC}from"@tensorflow/tfjs-core";var sC=`
  float e2x = exp(-x);
  return (e2x + 1.0 / e2x) / 2.0;
`,iC=R({opSnippet:sC}),au={kernelName:nC,backendName:"webgl",kernelFunc:iC};import{CropAndResize as aC}from"@tensorflow/tfjs-core";var vr=class{constructor(e,t,r,n,s){this.variableNames=["Image","Boxes","BoxInd"],this.outputShape=[];let[i,l,a,c]=e,[u]=t,[p,d]=r;this.outputShape=[u,p,d,c];let m=n==="bilinear"?1:0,[f,g]=[`${l-1}.0`,`${a-1}.0`],[x,h,C]=p>1?[`${(l-1)/(p-1)}`,"(y2-y1) * height_ratio",`y1*${f} + float(y)*(height_scale)`]:["0.0","0.0",`0.5 * (y1+y2) * ${f}`],[v,b,S]=d>1?[`${(a-1)/(d-1)}`,"(x2-x1) * width_ratio",`x1*${g} + float(x)*(width_scale)`]:["0.0","0.0",`0.5 * (x1+x2) * ${g}`];this.userCode=`
      const float height_ratio = float(${x});
      const float width_ratio = float(${v});
      void main() {
        ivec4 coords = getOutputCoords();
        int b = coords[0];
        int y = coords[1];
        int x = coords[2];
        int d = coords[3];

        // get box vals
        float y1 = getBoxes(b,0);
        float x1 = getBoxes(b,1);
        float y2 = getBoxes(b,2);
        float x2 = getBoxes(b,3);

        // get image in batch index
        int bInd = round(getBoxInd(b));
        if(bInd < 0 || bInd >= ${i}) {
          return;
        }

        float height_scale = ${h};
        float width_scale = ${b};

        float in_y = ${C};
        if( in_y < 0.0 || in_y > ${f} ) {
          setOutput(float(${s}));
          return;
        }
        float in_x = ${S};
        if( in_x < 0.0 || in_x > ${g} ) {
          setOutput(float(${s}));
          return;
        }

        vec2 sourceFracIndexCR = vec2(in_x,in_y);
        if(${m} == 1) {
          // Compute the four integer indices.
          ivec2 sourceFloorCR = ivec2(sourceFracIndexCR);
          ivec2 sourceCeilCR = ivec2(ceil(sourceFracIndexCR));

          float topLeft = getImage(b, sourceFloorCR.y, sourceFloorCR.x, d);
          float bottomLeft = getImage(b, sourceCeilCR.y, sourceFloorCR.x, d);
          float topRight = getImage(b, sourceFloorCR.y, sourceCeilCR.x, d);
          float bottomRight = getImage(b, sourceCeilCR.y, sourceCeilCR.x, d);

          vec2 fracCR = sourceFracIndexCR - vec2(sourceFloorCR);

          float top = topLeft + (topRight - topLeft) * fracCR.x;
          float bottom = bottomLeft + (bottomRight - bottomLeft) * fracCR.x;
          float newValue = top + (bottom - top) * fracCR.y;
          setOutput(newValue);
        } else {
          // Compute the coordinators of nearest neighbor point.
          ivec2 sourceNearestCR = ivec2(floor(
            sourceFracIndexCR + vec2(0.5,0.5)));
          float newValue = getImage(b, sourceNearestCR.y, sourceNearestCR.x, d);
          setOutput(newValue);
        }
      }
    `}};var lC=o=>{let{inputs:e,backend:t,attrs:r}=o,{image:n,boxes:s,boxInd:i}=e,{cropSize:l,method:a,extrapolationValue:c}=r,u=new vr(n.shape,s.shape,l,a,c);return t.runWebGLProgram(u,[n,s,i],"float32")},lu={kernelName:aC,backendName:"webgl",kernelFunc:lC};import{Cumprod as cC}from"@tensorflow/tfjs-core";var Ye;(function(o){o.Prod="*",o.Sum="+"})(Ye||(Ye={}));var Kt=class{constructor(e,t,r,n){this.op=e,this.outputShape=t,this.variableNames=["x"],this.customUniforms=[{name:"index",type:"float"}];let s=this.outputShape.length,i=this.op===Ye.Prod?"1.0":"0.0",l=r?i:`getX(${cu(s,"coords",this.op)})`,a=this.outputShape[this.outputShape.length-1],c="",u="";r?(c=n?`end != ${a-1}`:"end != 0",u=n?"end + 1":"end - 1"):(c=n?`end + pow2 < ${a}`:"end >= pow2",u=n?"end + pow2":"end - pow2"),this.userCode=`
      void main() {
        ${N(s)} coords = getOutputCoords();
        int end = ${uu(s,"coords",this.op)};
        float val = ${l};
        int pow2 = int(pow(2.0, index));
        if (${c}) {
          int idx = ${u};
          ${uu(s,"coords",this.op)} = idx;
          val ${this.op}= getX(${cu(s,"coords",this.op)});
        }
        setOutput(val);
      }
    `}};function cu(o,e,t){if(o===1)return`${e}`;if(o===2)return`${e}.x, ${e}.y`;if(o===3)return`${e}.x, ${e}.y, ${e}.z`;if(o===4)return`${e}.x, ${e}.y, ${e}.z, ${e}.w`;throw new Error(`Cumulative ${t} for rank ${o} is not yet supported`)}function uu(o,e,t){if(o===1)return`${e}`;if(o===2)return`${e}.y`;if(o===3)return`${e}.z`;if(o===4)return`${e}.w`;throw new Error(`Cumulative ${t} for rank ${o} is not yet supported`)}import{backend_util as Zs}from"@tensorflow/tfjs-core";function yr(o,e,t,r,n,s){let i=e.shape.length,l=Zs.getAxesPermutation([r],i),a=e;l!=null&&(a=L({inputs:{x:e},backend:t,attrs:{perm:l}}));let c=Zs.getInnerMostAxes(1,i)[0];if(c!==i-1)throw new Error(`WebGL cumprod shader expects an inner-most axis=${e.shape.length-1} but got axis=${r}`);let u=a.shape[c],p=W({inputs:{x:a},backend:t});for(let d=0;d<=Math.ceil(Math.log2(u))-1;d++){let m=new Kt(o,a.shape,!1,s),f=[[d]],g=p;p=t.runWebGLProgram(m,[p],p.dtype,f),t.disposeIntermediateTensorInfo(g)}if(n){let d=new Kt(o,a.shape,n,s),m=p;p=t.runWebGLProgram(d,[p],p.dtype),t.disposeIntermediateTensorInfo(m)}if(l!=null){let d=Zs.getUndoAxesPermutation(l),m=L({inputs:{x:p},backend:t,attrs:{perm:d}});return t.disposeIntermediateTensorInfo(p),t.disposeIntermediateTensorInfo(a),m}return p}function uC(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{axis:s,exclusive:i,reverse:l}=r;return yr(Ye.Prod,n,t,s,i,l)}var pu={kernelName:cC,backendName:"webgl",kernelFunc:uC};import{Cumsum as pC}from"@tensorflow/tfjs-core";function dC(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{axis:s,exclusive:i,reverse:l}=r;return yr(Ye.Sum,n,t,s,i,l)}var du={kernelName:pC,backendName:"webgl",kernelFunc:dC};import{DenseBincount as mC}from"@tensorflow/tfjs-core";function fC(o){let{inputs:e,backend:t,attrs:r}=o,{x:n,weights:s}=e,{size:i,binaryOutput:l}=r;if(n.shape.length===1){let a=t.readSync(n.dataId),c=t.readSync(s.dataId),u=ko(a,c,s.dtype,s.shape,i);return t.makeTensorInfo([i],s.dtype,u)}else if(n.shape.length===2){let a=t.bufferSync(n),c=t.bufferSync(s),u=ka(a,c,i,l);return t.makeTensorInfo(u.shape,s.dtype,u.values)}throw new Error(`Error in denseBincount: input must be at most rank 2, but got rank${n.shape.length}.`)}var mu={kernelName:mC,backendName:"webgl",kernelFunc:fC};import{DepthToSpace as hC}from"@tensorflow/tfjs-core";var Sr=class{constructor(e,t,r){this.variableNames=["x"],this.outputShape=[],this.outputShape=e,this.blockSize=t,this.dataFormat=r,this.userCode=`
    void main() {
      ivec4 coords = getOutputCoords();
      int b = coords[0];
      int h = ${this.getHeightCoordString()};
      int w = ${this.getWidthCoordString()};
      int d = ${this.getDepthCoordString()};

      int in_h = h / ${t};
      int offset_h = imod(h, ${t});
      int in_w = w / ${t};
      int offset_w = imod(w, ${t});
      int offset_d = (offset_h * ${t} + offset_w) *
        ${this.getOutputDepthSize()};
      int in_d = d + offset_d;

      float result = ${this.getInputSamplingString()};
      setOutput(result);
    }
  `}getHeightCoordString(){return this.dataFormat==="NHWC"?"coords[1]":"coords[2]"}getWidthCoordString(){return this.dataFormat==="NHWC"?"coords[2]":"coords[3]"}getDepthCoordString(){return this.dataFormat==="NHWC"?"coords[3]":"coords[1]"}getOutputDepthSize(){return this.dataFormat==="NHWC"?this.outputShape[3]:this.outputShape[1]}getInputSamplingString(){return this.dataFormat==="NHWC"?"getX(b, in_h, in_w, in_d)":"getX(b, in_d, in_h, in_w)"}};function xC(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{blockSize:s,dataFormat:i}=r,l=n.shape[0],a=i==="NHWC"?n.shape[1]:n.shape[2],c=i==="NHWC"?n.shape[2]:n.shape[3],u=i==="NHWC"?n.shape[3]:n.shape[1],p=a*s,d=c*s,m=u/(s*s),f=i==="NHWC"?[l,p,d,m]:[l,m,p,d],g=new Sr(f,s,i);return t.runWebGLProgram(g,[n],n.dtype)}var fu={kernelName:hC,backendName:"webgl",kernelFunc:xC};import{backend_util as hu,DepthwiseConv2dNative as CC,env as bC,util as vC}from"@tensorflow/tfjs-core";var vt=class{constructor(e,t=!1,r=null,n=!1,s=!1){this.variableNames=["x","W"],this.customUniforms=[{name:"pads",type:"ivec2"},{name:"strides",type:"ivec2"},{name:"dilations",type:"ivec2"},{name:"inDims",type:"ivec2"}],this.outputShape=e.outShape,this.enableShapeUniforms=D(this.outputShape.length);let i=e.filterHeight,l=e.filterWidth,a=e.outChannels/e.inChannels,c="",u="";r&&(n?c=`float activation(float a) {
          float b = getPreluActivationWeightsAtOutCoords();
          ${r}
        }`:s?c=`float activation(float a) {
          float b = getLeakyreluAlphaAtOutCoords();
          ${r}
        }`:c=`
          float activation(float x) {
            ${r}
          }
        `,u="result = activation(result);");let p=t?"result += getBiasAtOutCoords();":"";t&&this.variableNames.push("bias"),n&&this.variableNames.push("preluActivationWeights"),s&&this.variableNames.push("leakyreluAlpha"),this.userCode=`
      ${c}

      void main() {
        ivec4 coords = getOutputCoords();
        int batch = coords.x;
        ivec2 xRCCorner = coords.yz * strides - pads;
        int d2 = coords.w;
        int d1 = d2 / ${a};
        int q = d2 - d1 * ${a};

        int xRCorner = xRCCorner.x;
        int xCCorner = xRCCorner.y;

        // Convolve x(?, ?, d1) with w(:, :, d1, q) to get y(yR, yC, d2).
        // ? = to be determined. : = across all values in that axis.
        float dotProd = 0.0;
        // TO DO(dsmilkov): Flatten the two for loops and vec4 the operations.
        for (int wR = 0; wR < ${i}; wR++) {
          int xR = xRCorner + wR * dilations[0];

          if (xR < 0 || xR >= inDims[0]) {
            continue;
          }

          for (int wC = 0; wC < ${l}; wC++) {
            int xC = xCCorner + wC * dilations[1];

            if (xC < 0 || xC >= inDims[1]) {
              continue;
            }

            float xVal = getX(batch, xR, xC, d1);
            float wVal = getW(wR, wC, d1, q);
            dotProd += xVal * wVal;
          }
        }

        float result = dotProd;
        ${p}
        ${u}
        setOutput(result);
      }
    `}};import{util as gC}from"@tensorflow/tfjs-core";var yt=class{constructor(e,t=!1,r=null,n=!1,s=!1){this.variableNames=["x","W"],this.packedInputs=!0,this.packedOutput=!0,this.customUniforms=[{name:"pads",type:"ivec2"},{name:"strides",type:"ivec2"},{name:"dilations",type:"ivec2"},{name:"inDims",type:"ivec2"}],this.outputShape=e.outShape,this.enableShapeUniforms=D(this.outputShape.length);let i=e.outChannels/e.inChannels,l=e.padInfo.left,a=e.strideWidth,c=e.dilationWidth,u=e.filterHeight,p=e.filterWidth,d=p,m=`
      int xR; int xC; int xCOffset;
      vec4 wTexel; vec4 previous; vec4 final;`;for(let h=0;h<p;h++)m+=`
          vec4 xTexelC${h*2};
          int xTexelC${h*2}Ready;
          vec4 xTexelC${h*2+1};
          int xTexelC${h*2+1}Ready;
          vec4 xC${h};`;m+=`
    for (int r = 0; r < ${u}; r++) {
      `;for(let h=0;h<p;h++)m+=`
          xTexelC${h*2} = vec4(0.0);
          xTexelC${h*2}Ready = 0;
          xTexelC${h*2+1} = vec4(0.0);
          xTexelC${h*2+1}Ready = 0;
          xC${h} = vec4(0.0);`;m+=`
        xR = xRCorner + r * dilations[0];
        if (xR >=0 && xR < inDims[0]) {
      `;for(let h=0;h<(d+1)/2;h++){let C=h*2;if(m+=`
          xC = xCCorner + ${C*c};
          `,a===1){if(C<p&&(l%2===1?(m+=`
                xCOffset = xC + 1;
                if (xCOffset >= 0 && xCOffset < inDims[1] && xTexelC${C}Ready == 0) {
                  xTexelC${C} = getX(batch, xR, xCOffset, d1);

                  // Need to manually clear unused channels in case
                  // we're reading from recycled texture.
                  if (xCOffset + 1 >= inDims[1]) {
                    xTexelC${C}.zw = vec2(0.0);
                  }
                  xTexelC${C}Ready = 1;
                }
              `,c===1&&C>0?m+=`
                xC${C} = vec4(xTexelC${C-2}.zw, xTexelC${C}.xy);
                `:m+=`
                  xCOffset = xC + 1 - 2;

                  if (xCOffset >= 0 && xCOffset < inDims[1]) {
                    previous = getX(batch, xR, xCOffset, d1);

                    // Need to manually clear unused channels in case
                    // we're reading from recycled texture.
                    if (xCOffset + 1 >= inDims[1]) {
                      previous.zw = vec2(0.0);
                    }

                    xC${C} = vec4(previous.zw, xTexelC${C}.xy);
                  } else {
                    xC${C} = vec4(0.0, 0.0, xTexelC${C}.xy);
                  }
                  `):m+=`
                if (xC >= 0 && xC < inDims[1] && xTexelC${C}Ready == 0) {
                  xTexelC${C} = getX(batch, xR, xC, d1);
                  if (xC + 1 >= inDims[1]) {
                    xTexelC${C}.zw = vec2(0.0);
                  }
                  xTexelC${C}Ready = 1;
                }

                xC${C} = xTexelC${C};
                `,C+1<p)){let v=l%2===0?gC.nearestLargerEven(c):c;c%2===0&&l%2===1||c%2!==0&&l%2!==1?(m+=`
                  xCOffset = xC + imod(pads[1], 2) + ${v};

                  if (xCOffset >= 0 && xCOffset < inDims[1] && xTexelC${C+1}Ready == 0) {
                    xTexelC${C+1} = getX(batch, xR, xCOffset, d1);

                    // Need to manually clear unused channels in case
                    // we're reading from recycled texture.
                    if (xCOffset + 1 >= inDims[1]) {
                      xTexelC${C+1}.zw = vec2(0.0);
                    }
                    xTexelC${C+1}Ready = 1;
                  }
                  `,c>1?m+=`
                    xCOffset -= 2;
                    if (xCOffset >= 0 && xCOffset < inDims[1]) {
                     previous = getX(batch, xR, xCOffset, d1);
                     xC${C+1} = vec4(previous.zw, xTexelC${C+1}.xy);
                    } else {
                     xC${C+1} = vec4(0.0, 0.0, xTexelC${C+1}.xy);
                    }
                    `:m+=`
                    xC${C+1} = vec4(xTexelC${C}.zw, xTexelC${C+1}.xy);
                    `):v===1?m+=`
                    xC${C+1} = xTexelC${C};
                    `:m+=`
                    xCOffset = xC + ${v};

                    if (xCOffset >= 0 && xCOffset < inDims[1] && xTexelC${C+1}Ready == 0) {
                      xTexelC${C+1} = getX(batch, xR, xCOffset, d1);
                      if (xCOffset + 1 >= inDims[1]) {
                        xTexelC${C+1}.zw = vec2(0.0);
                      }
                      xTexelC${C+1}Ready = 1;
                    }

                    xC${C+1} = xTexelC${C+1};
                    `}}else C<p&&(l%2===1?(m+=`
                xCOffset = xC + 1 - strides[1];
                if(xCOffset >= 0 && xCOffset < inDims[1] && xTexelC${C}Ready == 0) {
                  xTexelC${C} = getX(batch, xR, xCOffset, d1);
                  // Need to manually clear unused channels in case
                  // we're reading from recycled texture.
                  if (xCOffset + 1 >= inDims[1]) {
                    xTexelC${C}.zw = vec2(0.0);
                  }
                  xTexelC${C}Ready = 1;
                }

                if(xC + 1 >= 0 && xC + 1 < inDims[1] && xTexelC${C+1}Ready == 0) {
                  xTexelC${C+1} = getX(batch, xR, xC + 1, d1);
                  // Need to manually clear unused channels in case
                  // we're reading from recycled texture.
                  if (xC + 2 >= inDims[1]) {
                    xTexelC${C+1}.zw = vec2(0.0);
                  }
                  xTexelC${C+1}Ready = 1;
                }

                xC${C} = vec4(xTexelC${C}.zw, xTexelC${C+1}.zw);
              `,C+1<p&&(m+=`
                  final = vec4(0.0);
                  xCOffset = xC + 1 + strides[1];
                  if(xCOffset >= 0 && xCOffset < inDims[1]) {
                    final = getX(batch, xR, xCOffset, d1);
                  }
                  xC${C+1} = vec4(xTexelC${C+1}.xy, final.xy);
                `)):(m+=`
                if(xC >= 0 && xC < inDims[1] && xTexelC${C}Ready == 0) {
                  xTexelC${C} = getX(batch, xR, xC, d1);
                  if (xC + 1 >= inDims[1]) {
                    xTexelC${C}.zw = vec2(0.0);
                  }
                  xTexelC${C}Ready = 1;
                }

                xCOffset = xC + strides[1];
                if(xCOffset >= 0 && xCOffset < inDims[1] && xTexelC${C+1}Ready == 0) {
                  xTexelC${C+1} = getX(batch, xR, xCOffset, d1);
                  if (xCOffset + 1 >= inDims[1]) {
                    xTexelC${C+1}.zw = vec2(0.);
                  }
                  xTexelC${C+1}Ready = 1;
                }

                xC${C} = vec4(
                  xTexelC${C}.xy, xTexelC${C+1}.xy);
              `,C+1<p&&(m+=`
                  xC${C+1} = vec4(xTexelC${C}.zw, xTexelC${C+1}.zw);
                `)));C<p&&(m+=`
            wTexel = getW(r, ${C}, d1, q);
            dotProd += xC${C} * vec4(wTexel.xz, wTexel.xz);
          `,C+1<p&&(m+=`
              wTexel = getW(r, ${C+1}, d1, q);
              dotProd += xC${C+1} * vec4(wTexel.xz, wTexel.xz);
            `))}m+=`
    }
  `,m+=`
      }
    `;let f="",g="";r&&(n?f=`vec4 activation(vec4 a) {
          vec4 b = getPreluActivationWeightsAtOutCoords();
          ${r}
        }`:s?f=`vec4 activation(vec4 a) {
          vec4 b = getLeakyreluAlphaAtOutCoords();
          ${r}
        }`:f=`vec4 activation(vec4 x) {
          ${r}
        }`,g="result = activation(result);");let x=t?"result += getBiasAtOutCoords();":"";t&&this.variableNames.push("bias"),n&&this.variableNames.push("preluActivationWeights"),s&&this.variableNames.push("leakyreluAlpha"),this.userCode=`
      ${f}

      void main() {
        ivec4 coords = getOutputCoords();
        int batch = coords.x;
        ivec2 xRCCorner = coords.yz * strides - pads;
        int d2 = coords.w;
        int d1 = d2 / ${i};
        int q = d2 - d1 * ${i};
        int xRCorner = xRCCorner.x;
        int xCCorner = xRCCorner.y;

        //intialize dotProd with a small epsilon seems to reduce GPU accuracy loss.
        vec4 dotProd = vec4(0.000000000000001);

        ${m}

        vec4 result = dotProd - vec4(0.000000000000001);
        ${x}
        ${g}
        setOutput(result);
      }
    `}};function yC(o){let{inputs:e,backend:t,attrs:r}=o,{x:n,filter:s}=e,{strides:i,pad:l,dilations:a,dimRoundingMode:c}=r,u=a;u==null&&(u=[1,1]),vC.assert(hu.eitherStridesOrDilationsAreOne(i,u),()=>`Error in depthwiseConv2d: Either strides or dilations must be 1. Got strides ${i} and dilations '${u}'`);let p=hu.computeConv2DInfo(n.shape,s.shape,i,u,l,c,!0),d;bC().getBool("WEBGL_PACK_DEPTHWISECONV")&&p.strideWidth<=2&&p.outChannels/p.inChannels===1?d=new yt(p):d=new vt(p);let m=[[p.padInfo.top,p.padInfo.left],[p.strideHeight,p.strideWidth],[p.dilationHeight,p.dilationWidth],[p.inHeight,p.inWidth]];return t.runWebGLProgram(d,[n,s],"float32",m)}var xu={kernelName:CC,backendName:"webgl",kernelFunc:yC};import{backend_util as SC,DepthwiseConv2dNativeBackpropFilter as $C}from"@tensorflow/tfjs-core";var $r=class{constructor(e){this.variableNames=["x","dy"],this.outputShape=e.filterShape;let t=e.strideHeight,r=e.strideWidth,n=e.padInfo.top,s=e.padInfo.left,i=e.outChannels/e.inChannels;this.userCode=`
      void main() {
        ivec4 coords = getOutputCoords();
        int wR = coords.x;
        int wC = coords.y;
        int d1 = coords.z;
        int dm = coords.w;
        int d2 = d1 * ${i} + dm;

        float dotProd = 0.0;

        // TO DO: Vec4 over the batch size
        for (int b = 0; b < ${e.batchSize}; b++) {
          for (int yR = 0; yR < ${e.outHeight}; yR++) {
            int xR = wR + yR * ${t} - ${n};

            if (xR < 0 || xR >= ${e.inHeight}) {
              continue;
            }

            for (int yC = 0; yC < ${e.outWidth}; yC++) {
              int xC = wC + yC * ${r} - ${s};

              if (xC < 0 || xC >= ${e.inWidth}) {
                continue;
              }

              float dyValue = getDy(b, yR, yC, d2);
              float xValue = getX(b, xR, xC, d1);
              dotProd += (xValue * dyValue);
            }
          }
        }
        setOutput(dotProd);
      }
    `}},Ir=class{constructor(e){this.variableNames=["dy","W"],this.outputShape=e.inShape;let t=e.filterHeight,r=e.filterWidth,n=e.strideHeight,s=e.strideWidth,i=t-1-e.padInfo.top,l=r-1-e.padInfo.left,a=e.outChannels/e.inChannels;this.userCode=`
      const ivec2 pads = ivec2(${i}, ${l});

      void main() {
        ivec4 coords = getOutputCoords();
        int batch = coords[0];
        int d1 = coords[3];
        ivec2 dyCorner = coords.yz - pads;
        int dyRCorner = dyCorner.x;
        int dyCCorner = dyCorner.y;

        float dotProd = 0.0;

        for (int wR = 0; wR < ${t}; wR++) {
          float dyR = float(dyRCorner + wR) / ${n}.0;

          if (dyR < 0.0 || dyR >= ${e.outHeight}.0 || fract(dyR) > 0.0) {
            continue;
          }
          int idyR = int(dyR);

          int wRPerm = ${t} - 1 - wR;

          for (int wC = 0; wC < ${r}; wC++) {
            float dyC = float(dyCCorner + wC) / ${s}.0;

            if (dyC < 0.0 || dyC >= ${e.outWidth}.0 ||
                fract(dyC) > 0.0) {
              continue;
            }
            int idyC = int(dyC);

            int wCPerm = ${r} - 1 - wC;

            // TO DO: Vec4 over the channelMul
            for (int dm = 0; dm < ${a}; dm++) {
              int d2 = d1 * ${a} + dm;
              float xValue = getDy(batch, idyR, idyC, d2);
              float wValue = getW(wRPerm, wCPerm, d1, dm);
              dotProd += xValue * wValue;
            }
          }
        }
        setOutput(dotProd);
      }
    `}};function IC(o){let{inputs:e,backend:t,attrs:r}=o,{x:n,dy:s}=e,{strides:i,dilations:l,pad:a,dimRoundingMode:c,filterShape:u}=r,p=SC.computeConv2DInfo(n.shape,u,i,l,a,c,!0),d=new $r(p);return t.runWebGLProgram(d,[n,s],"float32")}var gu={kernelName:$C,backendName:"webgl",kernelFunc:IC};import{backend_util as wC,DepthwiseConv2dNativeBackpropInput as TC}from"@tensorflow/tfjs-core";function RC(o){let{inputs:e,backend:t,attrs:r}=o,{dy:n,filter:s}=e,{strides:i,dilations:l,pad:a,dimRoundingMode:c,inputShape:u}=r,p=wC.computeConv2DInfo(u,s.shape,i,l,a,c,!0),d=new Ir(p);return t.runWebGLProgram(d,[n,s],"float32")}var Cu={kernelName:TC,backendName:"webgl",kernelFunc:RC};import{Diag as EC,util as NC}from"@tensorflow/tfjs-core";var wr=class{constructor(e){this.variableNames=["X"],this.outputShape=[e,e],this.userCode=`
      void main() {
          ivec2 coords = getOutputCoords();
          float val = coords[0] == coords[1] ? getX(coords[0]) : 0.0;
          setOutput(val);
      }
    `}};function kC(o){let{inputs:e,backend:t}=o,{x:r}=e,n=[...r.shape,...r.shape],s=NC.sizeFromShape(r.shape),i=y({inputs:{x:r},backend:t,attrs:{shape:[s]}}),l=new wr(s),a=t.runWebGLProgram(l,[i],i.dtype),c=y({inputs:{x:a},backend:t,attrs:{shape:n}});return t.disposeIntermediateTensorInfo(i),t.disposeIntermediateTensorInfo(a),c}var bu={kernelName:EC,backendName:"webgl",kernelFunc:kC};import{backend_util as AC,Dilation2D as FC}from"@tensorflow/tfjs-core";var Tr=class{constructor(e){this.variableNames=["x","W"],this.outputShape=e.outShape;let{inHeight:t,inWidth:r,padInfo:n,strideHeight:s,strideWidth:i,filterHeight:l,filterWidth:a,dilationHeight:c,dilationWidth:u}=e,{top:p,left:d}=n;this.userCode=`
      const ivec2 strides = ivec2(${s}, ${i});
      const ivec2 pads = ivec2(${p}, ${d});
      const float neg_infinity = -3.4e38;

      void main() {
        ivec4 coords = getOutputCoords();
        int batch = coords.x;
        int d1 = coords.w;
        ivec2 outTopLeftCorner =
            coords.yz * strides - pads;
        int hBeg = outTopLeftCorner.x;
        int wBeg = outTopLeftCorner.y;

        float curVal = neg_infinity;
        for (int h = 0; h < ${l}; h++) {
          int hIn = hBeg + h * ${c};

          if (hIn >= 0 && hIn < ${t}) {
            for (int w = 0; w < ${a}; w++) {
              int wIn = wBeg + w * ${u};

              if (wIn >= 0 && wIn < ${r}) {
                float xVal = getX(batch, hIn, wIn, d1);
                float wVal = getW(h, w, d1);

                float val = xVal + wVal;
                if (val > curVal) {
                  curVal = val;
                }
              }
            }
          }
        }

        float result = curVal;
        setOutput(result);
      }
    `}};function _C(o){let{inputs:e,backend:t,attrs:r}=o,{x:n,filter:s}=e,{strides:i,pad:l,dilations:a}=r,c=AC.computeDilation2DInfo(n.shape,s.shape,i,l,"NHWC",a),u,p=new Tr(c);u=t.runWebGLProgram(p,[n,s],"float32");let d=y({inputs:{x:u},backend:t,attrs:{shape:c.outShape}});return t.disposeIntermediateTensorInfo(u),d}var vu={kernelName:FC,backendName:"webgl",kernelFunc:_C};import{backend_util as Xt,Einsum as DC,util as PC}from"@tensorflow/tfjs-core";function OC(o){let{inputs:e,backend:t,attrs:r}=o,{equation:n}=r,s=e,{allDims:i,summedDims:l,idDims:a}=Xt.decodeEinsumEquation(n,s.length);Xt.checkEinsumDimSizes(i.length,a,s);let{path:c,steps:u}=Xt.getEinsumComputePath(l,a),p=u.length,d=null,m=i.length,f=[];for(let g=0;g<p;++g){for(let x of u[g]){let{permutationIndices:h,expandDims:C}=Xt.getEinsumPermutation(m,a[x]),v;Xt.isIdentityPermutation(h)?v=s[x]:(v=L({inputs:{x:s[x]},backend:t,attrs:{perm:h}}),f.push(v));let b=v.shape.slice();for(let S=0;S<C.length;++S)b.splice(C[S],0,1);PC.arraysEqual(v.shape,b)||(v=y({inputs:{x:v},backend:t,attrs:{shape:b}}),f.push(v)),d===null?d=v:(d=Vt({inputs:{a:v,b:d},backend:t}),f.push(d))}g<p-1&&(c[g]>=0&&(d=Xe({inputs:{x:d},backend:t,attrs:{axis:c[g]-(i.length-m),keepDims:!1}}),f.push(d)),m--)}for(let g of f)g!==d&&t.disposeIntermediateTensorInfo(g);return d}var yu={kernelName:DC,backendName:"webgl",kernelFunc:OC};import{Elu as LC}from"@tensorflow/tfjs-core";var BC="return (x >= 0.0) ? x : (exp(x) - 1.0);",VC=`
  vec4 result;

  result.r = (x.r >= 0.0) ? x.r : (exp(x.r) - 1.0);
  result.g = (x.g >= 0.0) ? x.g : (exp(x.g) - 1.0);
  result.b = (x.b >= 0.0) ? x.b : (exp(x.b) - 1.0);
  result.a = (x.a >= 0.0) ? x.a : (exp(x.a) - 1.0);

  return result;
`,UC=R({opSnippet:BC,packedOpSnippet:VC}),Su={kernelName:LC,backendName:"webgl",kernelFunc:UC};import{EluGrad as MC,env as WC}from"@tensorflow/tfjs-core";var GC="return (b >= 0.0) ? a : a * (b + 1.0);",zC=`
  vec4 bGTEZero = vec4(greaterThanEqual(b, vec4(0.)));
  return (bGTEZero * a) + ((vec4(1.0) - bGTEZero) * (a * (b + vec4(1.0))));
`,HC=o=>{let{inputs:e,backend:t}=o,{dy:r,y:n}=e,s=WC().getBool("WEBGL_PACK_BINARY_OPERATIONS")?new se(zC,r.shape,n.shape):new ee(GC,r.shape,n.shape);return t.runWebGLProgram(s,[r,n],r.dtype)},$u={kernelName:MC,backendName:"webgl",kernelFunc:HC};import{Equal as KC}from"@tensorflow/tfjs-core";var XC=`
  return vec4(equal(a, b));
`,qC="return float(a == b);",jC=F({opSnippet:qC,packedOpSnippet:XC,dtype:"bool",cpuKernelImpl:Pa}),Iu={kernelName:KC,backendName:"webgl",kernelFunc:jC};import{backend_util as St,Erf as YC}from"@tensorflow/tfjs-core";var QC=`
  // Error function is calculated approximately with elementary function.
  // See "Handbook of Mathematical Functions with Formulas,
  // Graphs, and Mathematical Tables", Abramowitz and Stegun.
  float p = ${St.ERF_P};
  float a1 = ${St.ERF_A1};
  float a2 = ${St.ERF_A2};
  float a3 = ${St.ERF_A3};
  float a4 = ${St.ERF_A4};
  float a5 = ${St.ERF_A5};

  float sign = sign(x);
  x = abs(x);
  float t = 1.0 / (1.0 + p * x);
  return sign * (1.0 - (((((a5*t + a4)*t) + a3)*t + a2)*t + a1)*t*exp(-x*x));
`,ZC=R({opSnippet:QC}),wu={kernelName:YC,backendName:"webgl",kernelFunc:ZC};import{Exp as JC}from"@tensorflow/tfjs-core";var eb=pe+`
  return exp(x);
`,tb=`
  vec4 result = exp(x);
  bvec4 isNaN = isnan(x);
  result.r = isNaN.r ? x.r : result.r;
  result.g = isNaN.g ? x.g : result.g;
  result.b = isNaN.b ? x.b : result.b;
  result.a = isNaN.a ? x.a : result.a;

  return result;
`,Js=R({opSnippet:eb,packedOpSnippet:tb,cpuKernelImpl:Oa,dtype:"float32"}),Tu={kernelName:JC,backendName:"webgl",kernelFunc:Js};import{ExpandDims as ob,util as rb}from"@tensorflow/tfjs-core";function Rr(o){let{inputs:e,attrs:t,backend:r}=o,{dim:n}=t,{input:s}=e,i=s.shape.length,l=s.shape.slice(),a=n;return n<0&&(rb.assert(-(i+1)<=n,()=>`Axis must be in the interval [${-(i+1)}, ${i}]`),a=i+n+1),l.splice(a,0,1),y({inputs:{x:s},backend:r,attrs:{shape:l}})}var Ru={kernelName:ob,backendName:"webgl",kernelFunc:Rr};import{Expm1 as nb}from"@tensorflow/tfjs-core";var Eu="return exp(x) - 1.0;",sb=R({opSnippet:Eu,packedOpSnippet:Eu,cpuKernelImpl:La}),Nu={kernelName:nb,backendName:"webgl",kernelFunc:sb};import{FFT as ab}from"@tensorflow/tfjs-core";import{util as ib}from"@tensorflow/tfjs-core";var qt=class{constructor(e,t,r){this.variableNames=["real","imag"];let n=t[1];this.outputShape=t;let s=r?`2.0 * ${Math.PI}`:`-2.0 * ${Math.PI}`,i=r?`${n}.0`:"1.0",l;if(e==="real")l="return real * expR - imag * expI;";else if(e==="imag")l="return real * expI + imag * expR;";else throw new Error(`FFT component must be either "real" or "imag", got ${e}.`);this.userCode=`
      const float exponentMultiplier = ${s};

      float unaryOpComplex(float real, float expR, float imag, float expI) {
        ${l}
      }

      float mulMatDFT(int batch, int index) {
        float indexRatio = float(index) / float(${n});
        float exponentMultiplierTimesIndexRatio =
            exponentMultiplier * indexRatio;

        float result = 0.0;

        for (int i = 0; i < ${n}; i++) {
          // x = (-2|2 * PI / N) * index * i;
          float x = exponentMultiplierTimesIndexRatio * float(i);
          float expR = cos(x);
          float expI = sin(x);
          float real = getReal(batch, i);
          float imag = getImag(batch, i);

          result +=
              unaryOpComplex(real, expR, imag, expI) / ${i};
        }

        return result;
      }

      void main() {
        ivec2 coords = getOutputCoords();
        setOutput(mulMatDFT(coords[0], coords[1]));
      }
    `}};function Er(o,e,t){let r=t.texData.get(o.dataId),n=ib.sizeFromShape(o.shape),s=o.shape[o.shape.length-1],i=n/s,l=y({inputs:{x:o},backend:t,attrs:{shape:[i,s]}}),a=l.shape,c=new qt("real",a,e),u=new qt("imag",a,e),p=[{dataId:r.complexTensorInfos.real.dataId,dtype:r.complexTensorInfos.real.dtype,shape:a},{dataId:r.complexTensorInfos.imag.dataId,dtype:r.complexTensorInfos.imag.dtype,shape:a}],d=t.runWebGLProgram(c,p,"float32"),m=t.runWebGLProgram(u,p,"float32"),f=te({inputs:{real:d,imag:m},backend:t});t.disposeIntermediateTensorInfo(d),t.disposeIntermediateTensorInfo(m);let g=y({inputs:{x:f},backend:t,attrs:{shape:o.shape}});return t.disposeIntermediateTensorInfo(l),t.disposeIntermediateTensorInfo(f),g}function lb(o){let{inputs:e,backend:t}=o,{input:r}=e;return Er(r,!1,t)}var ku={kernelName:ab,backendName:"webgl",kernelFunc:lb};import{Fill as cb,util as ei}from"@tensorflow/tfjs-core";var Nr=class{constructor(e,t){this.outputShape=[],this.customUniforms=[{name:"value",type:"float"}],this.variableNames=["x"],this.outputShape=e,this.userCode=`
      void main() {
        // Input can be obtained from uniform value.
        setOutput(value);
      }
    `}};function Ee(o){let{backend:e,attrs:t}=o,{shape:r,value:n}=t,{dtype:s}=t;if(s=s||ei.inferDtype(n),s==="string"){let i=ei.getArrayFromDType(s,ei.sizeFromShape(r));return i.fill(n),e.makeTensorInfo(r,s,i)}else{let i=new Nr(r,n),l=[[n]];return e.runWebGLProgram(i,[],s,l)}}var Au={kernelName:cb,backendName:"webgl",kernelFunc:Ee};import{FlipLeftRight as ub}from"@tensorflow/tfjs-core";var kr=class{constructor(e){this.variableNames=["Image"],this.outputShape=[];let t=e[2];this.outputShape=e,this.userCode=`
        void main() {
          ivec4 coords = getOutputCoords();
          int x = coords[2];

          int coordX = ${t} - x - 1;
          float outputValue;
          if(coordX >= 0 && coordX < ${t}) {
            outputValue = getImage(coords[0], coords[1], coordX, coords[3]);
          } else {
            outputValue = getImage(coords[0], coords[1], coords[2], coords[3]);
          }
          setOutput(outputValue);
        }
    `}};var Fu={kernelName:ub,backendName:"webgl",kernelFunc:({inputs:o,backend:e})=>{let{image:t}=o,r=e,n=new kr(t.shape);return r.runWebGLProgram(n,[t],t.dtype)}};import{Floor as pb}from"@tensorflow/tfjs-core";var _u="return floor(x);",db=R({opSnippet:_u,packedOpSnippet:_u,cpuKernelImpl:Ba}),Du={kernelName:pb,backendName:"webgl",kernelFunc:db};import{FloorDiv as mb}from"@tensorflow/tfjs-core";var fb=`
  float s = sign(a) * sign(b);
  int ia = round(a);
  int ib = round(b);
  if (ib != 0) {
    // Windows (D3D) wants guaranteed non-zero int division at compile-time.
    return float(idiv(ia, ib, s));
  } else {
    return NAN;
  }
`,hb=`
  ivec4 ia = round(a);
  ivec4 ib = round(b);
  bvec4 cond = notEqual(ib, ivec4(0));
  ivec4 result = ivec4(0);
  vec4 s = sign(a) * sign(b);

  // Windows (D3D) wants guaranteed non-zero int division at compile-time.
  if (cond[0]) {
    result[0] = idiv(ia[0], ib[0], s[0]);
  }
  if (cond[1]) {
    result[1] = idiv(ia[1], ib[1], s[1]);
  }
  if (cond[2]) {
    result[2] = idiv(ia[2], ib[2], s[2]);
  }
  if (cond[3]) {
    result[3] = idiv(ia[3], ib[3], s[3]);
  }
  return vec4(result);
`,xb=F({opSnippet:fb,packedOpSnippet:hb,dtype:"int32"}),Pu={kernelName:mb,backendName:"webgl",kernelFunc:xb};import{env as oi}from"@tensorflow/tfjs-core";import{FromPixels as gb}from"@tensorflow/tfjs-core";var Ar=class{constructor(e){this.variableNames=["A"];let t=B(),[r,n]=e;this.outputShape=e,this.userCode=`
      void main() {
        ivec3 coords = getOutputCoords();
        int texR = coords[0];
        int texC = coords[1];
        int depth = coords[2];
        vec2 uv = (vec2(texC, texR) + halfCR) / vec2(${n}.0, ${r}.0);

        vec4 values = ${t.texture2D}(A, uv);
        float value;
        if (depth == 0) {
          value = values.r;
        } else if (depth == 1) {
          value = values.g;
        } else if (depth == 2) {
          value = values.b;
        } else if (depth == 3) {
          value = values.a;
        }

        setOutput(floor(value * 255.0 + 0.5));
      }
    `}};var Fr=class{constructor(e){this.variableNames=["A"],this.packedInputs=!1,this.packedOutput=!0;let t=B(),[r,n]=e;this.outputShape=e,this.userCode=`
      void main() {
        ivec3 coords = getOutputCoords();
        int texR = coords[0];
        int texC = coords[1];
        int depth = coords[2];

        vec4 result = vec4(0.);

        for(int row=0; row<=1; row++) {
          for(int col=0; col<=1; col++) {
            texC = coords[1] + row;
            depth = coords[2] + col;

            vec2 uv = (vec2(texC, texR) + halfCR) /
                       vec2(${n}.0, ${r}.0);
            vec4 values = ${t.texture2D}(A, uv);
            float value;
            if (depth == 0) {
              value = values.r;
            } else if (depth == 1) {
              value = values.g;
            } else if (depth == 2) {
              value = values.b;
            } else if (depth == 3) {
              value = values.a;
            }

            result[row * 2 + col] = floor(value * 255.0 + 0.5);
          }
        }

        ${t.output} = result;
      }
    `}};var Ou={kernelName:gb,backendName:"webgl",kernelFunc:Cb},$t,ti=oi().getBool("CANVAS2D_WILL_READ_FREQUENTLY_FOR_GPU");function Cb(o){let{inputs:e,backend:t,attrs:r}=o,{pixels:n}=e,{numChannels:s}=r,i=typeof HTMLVideoElement<"u"&&n instanceof HTMLVideoElement,l=typeof HTMLImageElement<"u"&&n instanceof HTMLImageElement,[a,c]=i?[n.videoWidth,n.videoHeight]:[n.width,n.height],u=[c,a],p=[c,a,s];if(l||i){let g=oi().getBool("CANVAS2D_WILL_READ_FREQUENTLY_FOR_GPU");($t==null||g!==ti)&&(ti=g,$t=document.createElement("canvas").getContext("2d",{willReadFrequently:ti})),$t.canvas.width=a,$t.canvas.height=c,$t.drawImage(n,0,0,a,c),n=$t.canvas}let d=t.makeTensorInfo(u,"int32");t.texData.get(d.dataId).usage=q.PIXELS,t.gpgpu.uploadPixelDataToTexture(t.getTexture(d.dataId),n);let m=oi().getBool("WEBGL_PACK")?new Fr(p):new Ar(p),f=t.runWebGLProgram(m,[d],"int32");return t.disposeData(d.dataId),f}import{backend_util as Lu,env as Bu,FusedConv2D as bb,util as vb}from"@tensorflow/tfjs-core";function yb(o){let{inputs:e,backend:t,attrs:r}=o,{x:n,filter:s,bias:i,preluActivationWeights:l}=e,{strides:a,pad:c,dataFormat:u,dilations:p,dimRoundingMode:d,activation:m,leakyreluAlpha:f}=r,g=Lu.convertConv2DDataFormat(u),x=Lu.computeConv2DInfo(n.shape,s.shape,a,p,c,d,!1,g),h,C=[],v=i!=null,b=l!=null,S=m==="leakyrelu",T=()=>{let I=[n,s],A=(k,V)=>{if(V==="NCHW"&&k.shape.length===1&&k.shape[0]!==1){let U=y({inputs:{x:k},backend:t,attrs:{shape:[k.shape[0],1,1]}});return C.push(U),U}return k};if(v&&I.push(A(i,u)),b&&I.push(A(l,u)),S){let k=t.makeTensorInfo([],"float32",vb.createScalarValue(f,"float32"));I.push(k),C.push(k)}return I};if(x.filterHeight===1&&x.filterWidth===1&&x.dilationHeight===1&&x.dilationWidth===1&&x.strideHeight===1&&x.strideWidth===1&&(x.padInfo.type==="SAME"||x.padInfo.type==="VALID"))h=mr({x:n,filter:s,convInfo:x,backend:t,bias:i,activation:m,preluActivationWeights:l,leakyreluAlpha:f});else if(x.strideWidth<=2&&g==="channelsLast"&&Bu().getBool("WEBGL_EXP_CONV")){let I=m?Te(m,!0):null,A=new bt(x,v,I,b,S),k=[[x.padInfo.top,x.padInfo.left],[x.strideHeight,x.strideWidth],[x.dilationHeight,x.dilationWidth],[x.inHeight,x.inWidth]],V=T();h=t.runWebGLProgram(A,V,"float32",k)}else if(Bu().getBool("WEBGL_CONV_IM2COL"))h=fr({x:n,filter:s,convInfo:x,backend:t,bias:i,activation:m,preluActivationWeights:l,leakyreluAlpha:f});else{let I=m?Te(m,!1):null,A=new Ct(x,v,I,b,S),k=T();h=t.runWebGLProgram(A,k,"float32")}let w=y({inputs:{x:h},backend:t,attrs:{shape:x.outShape}});return C.push(h),C.forEach(I=>t.disposeIntermediateTensorInfo(I)),w}var Vu={kernelName:bb,backendName:"webgl",kernelFunc:yb};import{backend_util as Uu,env as Sb,FusedDepthwiseConv2D as $b,util as Mu}from"@tensorflow/tfjs-core";function Ib(o){let{inputs:e,backend:t,attrs:r}=o,{x:n,filter:s,bias:i,preluActivationWeights:l}=e,{strides:a,pad:c,dilations:u,dimRoundingMode:p,activation:d,leakyreluAlpha:m}=r,f=[],g=u;g==null&&(g=[1,1]),Mu.assert(Uu.eitherStridesOrDilationsAreOne(a,g),()=>`Error in depthwiseConv2d: Either strides or dilations must be 1. Got strides ${a} and dilations '${g}'`);let x=Uu.computeConv2DInfo(n.shape,s.shape,a,g,c,p,!0),h=Sb().getBool("WEBGL_PACK_DEPTHWISECONV")&&x.strideWidth<=2&&x.outChannels/x.inChannels===1,C=d?Te(d,h):null,v=[n,s],b=i!=null,S=l!=null,T=d==="leakyrelu";if(b&&v.push(i),S&&v.push(l),T){let k=t.makeTensorInfo([],"float32",Mu.createScalarValue(m,"float32"));v.push(k),f.push(k)}let w;h?w=new yt(x,b,C,S,T):w=new vt(x,b,C,S,T);let I=[[x.padInfo.top,x.padInfo.left],[x.strideHeight,x.strideWidth],[x.dilationHeight,x.dilationWidth],[x.inHeight,x.inWidth]],A=t.runWebGLProgram(w,v,"float32",I);return f.forEach(k=>t.disposeIntermediateTensorInfo(k)),A}var Wu={kernelName:$b,backendName:"webgl",kernelFunc:Ib};import{backend_util as wb,GatherNd as Tb,util as Gu}from"@tensorflow/tfjs-core";var _r=class{constructor(e,t,r,n){this.sliceDim=e,this.strides=t,this.paramsShape=n,this.variableNames=["x","indices"],this.outputShape=r;let s=N(r.length),i=`
    int index;`;for(let l=0;l<this.sliceDim;l++)i+=`
          index = round(getIndices(coords[0], ${l}));
          out_of_bounds = out_of_bounds || index < 0;
          out_of_bounds = out_of_bounds || index >= ${this.paramsShape[l]};
          flattenIndex += index * ${this.strides[l]};`;this.userCode=`
         void main() {
          ${s} coords = getOutputCoords();
          int flattenIndex = 0;
          bool out_of_bounds = false;

          ${i}

          setOutput(out_of_bounds ? 0.0 : getX(flattenIndex, coords[1]));
        }
      `}};function Rb(o){let{inputs:e,backend:t}=o,{params:r,indices:n}=e,s=n.shape,i=s[s.length-1],l=Gu.sizeFromShape(r.shape),[a,c,u,p]=wb.prepareAndValidate(r,n),d=y({inputs:{x:n},backend:t,attrs:{shape:[c,i]}}),m=y({inputs:{x:r},backend:t,attrs:{shape:[Gu.sizeFromShape(r.shape)/u,u]}});if(t.shouldExecuteOnCPU([r,n])||r.dtype==="string"){let h=t.readSync(n.dataId),C=t.bufferSync(r),v=Va(h,C,r.dtype,c,i,u,p,r.shape,l);return t.makeTensorInfo(a,r.dtype,v.values)}let f=new _r(i,p,[c,u],r.shape),g=t.runWebGLProgram(f,[m,d],m.dtype),x=y({inputs:{x:g},backend:t,attrs:{shape:a}});return t.disposeIntermediateTensorInfo(d),t.disposeIntermediateTensorInfo(m),t.disposeIntermediateTensorInfo(g),x}var zu={kernelName:Tb,backendName:"webgl",kernelFunc:Rb};import{backend_util as Nb,GatherV2 as kb,util as ri,env as Ab}from"@tensorflow/tfjs-core";var Dr=class{constructor(e,t){this.variableNames=["A","indices"],this.outputShape=t,this.rank=t.length;let r=N(this.rank),n=Eb(e,2);this.userCode=`
      void main() {
        ${r} resRC = getOutputCoords();
        int index = int(getIndices(resRC.x, resRC.z));
        float inBounds = (index >= 0) && (index < ${e[2]}) ? 1.0 : 0.0;
        setOutput(inBounds * getA(${n}));
      }
    `}};function Eb(o,e){let t=["resRC.x","resRC.y","resRC.z","resRC.w"],r=[];for(let n=0;n<o.length;n++)n===2?r.push("index"):r.push(`${t[n]}`);return r.join()}function ni(o){let{inputs:e,backend:t,attrs:r}=o,{x:n,indices:s}=e,{axis:i,batchDims:l}=r,a=ri.parseAxisParam(i,n.shape)[0];if(Ab().get("DEBUG")){let C=t.readSync(s.dataId),v=n.shape[a];for(let b=0;b<C.length;++b){let S=C[b];ri.assert(S<=v-1&&S>=0,()=>`GatherV2: the index value ${S} is not in [0, ${v-1}]`)}}let c=Nb.segment_util.collectGatherOpShapeInfo(n,s,a,l),u=ri.sizeFromShape(s.shape),p=[],d=y({inputs:{x:n},backend:t,attrs:{shape:[c.batchSize,c.outerSize,c.dimSize,c.sliceSize]}}),m=y({inputs:{x:s},backend:t,attrs:{shape:[c.batchSize,u/c.batchSize]}});p.push(d),p.push(m);let f=[c.batchSize,c.outerSize,u/c.batchSize,c.sliceSize];if(t.shouldExecuteOnCPU([n,s])||n.dtype==="string"){let C=t.bufferSync(m),v=t.bufferSync(d),b=Ua(v,C,f);return p.forEach(S=>t.disposeIntermediateTensorInfo(S)),t.makeTensorInfo(c.outputShape,b.dtype,b.values)}let g=new Dr(d.shape,f),x=t.runWebGLProgram(g,[d,m],d.dtype);p.push(x);let h=y({inputs:{x},backend:t,attrs:{shape:c.outputShape}});return p.forEach(C=>t.disposeIntermediateTensorInfo(C)),h}var Hu={kernelName:kb,backendName:"webgl",kernelFunc:ni};import{Greater as Fb}from"@tensorflow/tfjs-core";var _b="return float(a > b);",Db=`
  return vec4(greaterThan(a, b));
`,Pb=F({opSnippet:_b,packedOpSnippet:Db,cpuKernelImpl:Ma,dtype:"bool"}),Ku={kernelName:Fb,backendName:"webgl",kernelFunc:Pb};import{GreaterEqual as Ob}from"@tensorflow/tfjs-core";var Lb="return float(a >= b);",Bb=`
  return vec4(greaterThanEqual(a, b));
`,Vb=F({opSnippet:Lb,packedOpSnippet:Bb,dtype:"bool",cpuKernelImpl:Wa}),Xu={kernelName:Ob,backendName:"webgl",kernelFunc:Vb};import{IFFT as Ub}from"@tensorflow/tfjs-core";function Mb(o){let{inputs:e,backend:t}=o,{input:r}=e;return Er(r,!0,t)}var qu={kernelName:Ub,backendName:"webgl",kernelFunc:Mb};import{IsFinite as Wb}from"@tensorflow/tfjs-core";var Gb="return float(!isnan(x) && !isinf(x));",zb=R({opSnippet:Gb,dtype:"bool"}),ju={kernelName:Wb,backendName:"webgl",kernelFunc:zb};import{IsInf as Hb}from"@tensorflow/tfjs-core";var Kb="return float(isinf(x));",Xb=R({opSnippet:Kb,dtype:"bool"}),Yu={kernelName:Hb,backendName:"webgl",kernelFunc:Xb};import{IsNan as qb}from"@tensorflow/tfjs-core";var jb="return float(isnan(x));",Yb=R({opSnippet:jb,dtype:"bool"}),Qu={kernelName:qb,backendName:"webgl",kernelFunc:Yb};import{Less as Qb}from"@tensorflow/tfjs-core";var Zb="return float(a < b);",Jb=`
  return vec4(lessThan(a, b));
`,ev=F({opSnippet:Zb,packedOpSnippet:Jb,cpuKernelImpl:Ga,dtype:"bool"}),Zu={kernelName:Qb,backendName:"webgl",kernelFunc:ev};import{LessEqual as tv}from"@tensorflow/tfjs-core";var ov="return float(a <= b);",rv=`
  return vec4(lessThanEqual(a, b));
`,nv=F({opSnippet:ov,packedOpSnippet:rv,cpuKernelImpl:za,dtype:"bool"}),Ju={kernelName:tv,backendName:"webgl",kernelFunc:nv};import{LinSpace as sv}from"@tensorflow/tfjs-core";function iv(o){let{backend:e,attrs:t}=o,{start:r,stop:n,num:s}=t,i=Ha(r,n,s);return e.makeTensorInfo([i.length],"float32",i)}var ep={kernelName:sv,backendName:"webgl",kernelFunc:iv};import{Log as av}from"@tensorflow/tfjs-core";var lv=pe+`
  return x < 0.0 ? 0./0. : log(x);
`,cv=`
  vec4 result = log(x);
  bvec4 isNaN = isnan(x);
  result.r = isNaN.r ? x.r : (x.r < 0.0 ? 0./0. : result.r);
  result.g = isNaN.g ? x.g : (x.g < 0.0 ? 0./0. : result.g);
  result.b = isNaN.b ? x.b : (x.b < 0.0 ? 0./0. : result.b);
  result.a = isNaN.a ? x.a : (x.a < 0.0 ? 0./0. : result.a);
  return result;
`,uv=R({opSnippet:lv,packedOpSnippet:cv,cpuKernelImpl:Ka}),tp={kernelName:av,backendName:"webgl",kernelFunc:uv};import{Log1p as pv}from"@tensorflow/tfjs-core";var dv=pe+`
  return log(1.0 + x);
`,mv=R({opSnippet:dv}),op={kernelName:pv,backendName:"webgl",kernelFunc:mv};import{LogicalAnd as fv}from"@tensorflow/tfjs-core";var hv="return float(a >= 1.0 && b >= 1.0);",xv=`
  return vec4(
    vec4(greaterThanEqual(a, vec4(1.0))) *
    vec4(greaterThanEqual(b, vec4(1.0))));
`,gv=F({opSnippet:hv,packedOpSnippet:xv,dtype:"bool"}),rp={kernelName:fv,backendName:"webgl",kernelFunc:gv};import{LogicalNot as Cv}from"@tensorflow/tfjs-core";var bv="return float(!(x >= 1.0));",vv=R({opSnippet:bv}),np={kernelName:Cv,backendName:"webgl",kernelFunc:vv};import{LogicalOr as yv}from"@tensorflow/tfjs-core";var Sv="return float(a >= 1.0 || b >= 1.0);",$v=`
  return min(
    vec4(greaterThanEqual(a, vec4(1.0))) +
    vec4(greaterThanEqual(b, vec4(1.0))),
    vec4(1.0));
`,Iv=F({opSnippet:Sv,packedOpSnippet:$v,dtype:"bool"}),sp={kernelName:yv,backendName:"webgl",kernelFunc:Iv};import{env as wv,LRN as Tv}from"@tensorflow/tfjs-core";var Pr=class{constructor(e,t,r,n,s){this.variableNames=["x"],this.outputShape=[];let i=t,l=e[3]-1;this.outputShape=e;let a,c=`float(${r}) + float(${n}) * sum`;s===.5?a=`inversesqrt(${c})`:s===1?a=`1.0/(${c})`:a=`exp(log(${c}) * float(-${s}));`,this.userCode=`
      void main() {
        ivec4 coords = getOutputCoords();
        int b = coords[0];
        int r = coords[1];
        int c = coords[2];
        int d = coords[3];
        float x = getX(b, r, c, d);
        float sum = 0.0;
        for (int j = -${i}; j <= ${i}; j++) {
          int idx = d + j;
          if (idx >= 0 && idx <=  ${l}) {
            float z = getX(b, r, c, idx);
            sum += z * z;
          }
        }
        float val = x * ${a};
        setOutput(val);
      }
    `}};var Or=class{constructor(e,t,r,n,s){this.variableNames=["x"],this.outputShape=[],this.packedInputs=!0,this.packedOutput=!0;let i=t,l=e[3]-1;this.outputShape=e;let a,c=`float(${r}) + float(${n}) * sum`;s===.5?a=`inversesqrt(${c})`:s===1?a=`1.0/(${c})`:a=`exp(log(${c}) * float(-${s}));`,this.userCode=`
      void main() {
        ivec4 coords = getOutputCoords();
        int b = coords.x;
        int r = coords.y;
        int c = coords.z;
        int d = coords.w;

        bool hasNextCol = d < ${this.outputShape[3]};
        bool hasNextRow = c < ${this.outputShape[2]};

        vec4 sum = vec4(0.);
        vec4 xFragAtOutputCoords = getX(b, r, c, d);

        vec4 xAtOutputCoords = vec4(
          getChannel(xFragAtOutputCoords, vec2(c, d)),
          hasNextCol ?
            getChannel(xFragAtOutputCoords, vec2(c, d + 1)) : 0.0,
          hasNextRow ?
            getChannel(xFragAtOutputCoords , vec2(c + 1, d)) : 0.0,
          (hasNextRow && hasNextCol) ?
            getChannel(xFragAtOutputCoords, vec2(c + 1, d + 1)) : 0.0
        );

        int firstChannel = d - ${i};
        vec2 cache = vec2(0.);
        if(firstChannel >= 0){
          vec4 firstChannelFrag = getX(b, r, c, firstChannel);
          cache.x = getChannel(firstChannelFrag, vec2(c, firstChannel));
            if(hasNextRow){
              cache.y = getChannel(firstChannelFrag, vec2(c + 1, firstChannel));
            }
        }

        ivec2 depth = ivec2(d, d + 1);
        for (int j = - ${i}; j <= ${i}; j++) {
          ivec2 idx = depth + j;
          bvec2 aboveLowerBound = greaterThanEqual(idx, ivec2(0));
          bvec2 belowUpperBound = lessThanEqual(idx, ivec2(${l}));

          bool depthInRange = aboveLowerBound.x && belowUpperBound.x;
          bool depthPlusOneInRange = aboveLowerBound.y && belowUpperBound.y;

          if(depthInRange || depthPlusOneInRange){
            vec4 z = vec4(0.);
            vec4 xFragAtCurrentDepth;
            z.xz = cache.xy;
            if(depthPlusOneInRange && hasNextCol){
              xFragAtCurrentDepth = idx.y != d ?
                getX(b, r, c, idx.y) : xFragAtOutputCoords;
              z.y = getChannel(xFragAtCurrentDepth, vec2(c, idx.y));
              if(hasNextRow){
                z.w = getChannel(xFragAtCurrentDepth, vec2(c + 1, idx.y));
              }
            }
            cache.xy = z.yw;
            sum += z * z;
          }
        }
        vec4 result = xAtOutputCoords * ${a};
        setOutput(result);
      }
    `}};var Rv=o=>{let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{depthRadius:s,bias:i,alpha:l,beta:a}=r,c=wv().getBool("WEBGL_PACK_NORMALIZATION")?new Or(n.shape,s,i,l,a):new Pr(n.shape,s,i,l,a);return t.runWebGLProgram(c,[n],n.dtype)},ip={kernelName:Tv,backendName:"webgl",kernelFunc:Rv};import{LRNGrad as Ev}from"@tensorflow/tfjs-core";var Lr=class{constructor(e,t,r,n,s){this.variableNames=["inputImage","outputImage","dy"],this.outputShape=[],this.outputShape=e,this.depth=e[3],this.depthRadius=t,this.bias=r,this.alpha=n,this.beta=s,this.userCode=`
      void main() {
        ivec4 coords = getOutputCoords();
        int b = coords[0];
        int r = coords[1];
        int c = coords[2];

        float result = 0.0;
        for (int d = 0; d < ${this.depth}; ++d) {
          int depthBegin = int(max(0.0, float(d - ${t})));
          int depthEnd = int(min(float(${this.depth}),
              float(d + ${t} + 1)));

          const int MIN_DEPTH_BEGIN = 0;
          const int MAX_DEPTH_END = ${this.depth};

          float norm = 0.0;
          for (int k = MIN_DEPTH_BEGIN; k < MAX_DEPTH_END; ++k) {
            if (k < depthBegin){
              continue;
            }
            else if (k >= depthBegin && k < depthEnd) {
              norm += getInputImage(b, r, c, k) * getInputImage(b, r, c, k);
            }
            else {
              break;
            }
          }

          norm = float(${n}) * norm + float(${r});

          for(int k = MIN_DEPTH_BEGIN; k < MAX_DEPTH_END; ++k){
            if (k < depthBegin){
              continue;
            }
            else if (k >= depthBegin && k < depthEnd){
              float dyi = -2.0 * float(${n})
                * float(${s})
                * getInputImage(b, r, c, k) * getOutputImage(b, r, c, d)
                / norm;
              if (k == d) {
                dyi += pow(norm, -1.0 * ${s});
              }
              if (k == coords[3]) {
                dyi *= getDy(b, r, c, d);
                result += dyi;
              }
            }
            else {
              break;
            }
          }
      }
      setOutput(result);
      }
    `}};var Nv=o=>{let{inputs:e,backend:t,attrs:r}=o,{x:n,y:s,dy:i}=e,{depthRadius:l,bias:a,alpha:c,beta:u}=r,p=new Lr(n.shape,l,a,c,u);return t.runWebGLProgram(p,[n,s,i],n.dtype)},ap={kernelName:Ev,backendName:"webgl",kernelFunc:Nv};import{Max as kv}from"@tensorflow/tfjs-core";import{backend_util as jt,util as up}from"@tensorflow/tfjs-core";import{util as lp}from"@tensorflow/tfjs-core";function cp(o,e,t,r){let n=lp.sizeFromShape(e),i=lp.sizeFromShape(o.shape)/n,l=y({inputs:{x:o},attrs:{shape:[i,n]},backend:r}),a=ae(l,o.dtype,"max",r),c=y({inputs:{x:a},attrs:{shape:t},backend:r});return r.disposeIntermediateTensorInfo(l),r.disposeIntermediateTensorInfo(a),c}function si(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{reductionIndices:s,keepDims:i}=r,l=n.shape.length,a=up.parseAxisParam(s,n.shape),c=a,u=jt.getAxesPermutation(c,l),p=u!=null,d=t.shouldExecuteOnCPU([n]),m=n;if(p){if(d){let v=t.texData.get(m.dataId).values,b=new Array(l);for(let w=0;w<b.length;w++)b[w]=n.shape[u[w]];let S=Ke(v,n.shape,n.dtype,u,b);m=t.makeTensorInfo(b,n.dtype);let T=t.texData.get(m.dataId);T.values=S}else m=Pe(n,u,t);c=jt.getInnerMostAxes(c.length,l)}jt.assertAxesAreInnerMostDims("max",c,l);let[f,g]=jt.computeOutAndReduceShapes(m.shape,c),x=f;i&&(x=jt.expandShapeToKeepDim(f,a));let h;if(d){let v=t.texData.get(m.dataId).values,b=Xa(v,up.sizeFromShape(g),x,n.dtype);h=t.makeTensorInfo(x,n.dtype);let S=t.texData.get(h.dataId);S.values=b}else h=cp(m,g,x,t);return p&&t.disposeIntermediateTensorInfo(m),h}var pp={kernelName:kv,backendName:"webgl",kernelFunc:si};import{Maximum as Av}from"@tensorflow/tfjs-core";var Fv=ht+`
  return max(a, b);
`,_v=`
  vec4 result = vec4(max(a, b));
  bvec4 isNaNA = isnan(a);
  bvec4 isNaNB = isnan(b);
  bvec4 isNaN = bvec4(isNaNA.x || isNaNB.x, isNaNA.y || isNaNB.y, isNaNA.z || isNaNB.z, isNaNA.w || isNaNB.w);
  `+ie+`
  return result;
`,Dv=F({opSnippet:Fv,packedOpSnippet:_v,cpuKernelImpl:qa}),dp={kernelName:Av,backendName:"webgl",kernelFunc:Dv};import{backend_util as mp,MaxPool as Pv,util as fp}from"@tensorflow/tfjs-core";function Ov(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e;me(n,"maxPool");let{filterSize:s,strides:i,pad:l,dimRoundingMode:a}=r,c=1;fp.assert(mp.eitherStridesOrDilationsAreOne(i,c),()=>`Error in maxPool: Either strides or dilations must be 1. Got strides ${i} and dilations '${c}'`);let u=mp.computePool2DInfo(n.shape,s,i,c,l,a);if(u.filterWidth===1&&u.filterHeight===1&&fp.arraysEqual(u.inShape,u.outShape))return W({inputs:{x:n},backend:t});let p=new he(u,"max",!1);return t.runWebGLProgram(p,[n],n.dtype)}var hp={kernelName:Pv,backendName:"webgl",kernelFunc:Ov};import{backend_util as Lv,MaxPool3D as Bv}from"@tensorflow/tfjs-core";function Vv(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{filterSize:s,strides:i,pad:l,dataFormat:a,dimRoundingMode:c}=r,u=[1,1,1],p=Lv.computePool3DInfo(n.shape,s,i,u,l,c,a),d=new Oe(p,"max",!1);return t.runWebGLProgram(d,[n],n.dtype)}var xp={kernelName:Bv,backendName:"webgl",kernelFunc:Vv};import{backend_util as Uv,MaxPool3DGrad as Mv}from"@tensorflow/tfjs-core";var Br=class{constructor(e){this.variableNames=["dy","maxPos"],this.outputShape=e.inShape;let t=e.strideHeight,r=e.strideWidth,n=e.dilationHeight,s=e.effectiveFilterHeight,i=e.effectiveFilterWidth,l=s-1-e.padInfo.top,a=i-1-e.padInfo.left,c=s*i-1;this.userCode=`
      const ivec2 pads = ivec2(${l}, ${a});

      void main() {
        ivec4 coords = getOutputCoords();
        int b = coords[0];
        int d = coords[3];

        ivec2 dyRCCorner = coords.yz - pads;
        int dyRCorner = dyRCCorner.x;
        int dyCCorner = dyRCCorner.y;

        // Convolve dy(?, ?, d) with pos mask(:, :, d) to get dx(xR, xC, d).
        // ? = to be determined. : = across all values in that axis.
        float dotProd = 0.0;
        for (int wR = 0; wR < ${s};
          wR += ${n}) {
          float dyR = float(dyRCorner + wR) / ${t}.0;

          if (dyR < 0.0 || dyR >= ${e.outHeight}.0 || fract(dyR) > 0.0) {
            continue;
          }
          int idyR = int(dyR);

          for (int wC = 0; wC < ${i}; wC++) {
            float dyC = float(dyCCorner + wC) / ${r}.0;

            if (dyC < 0.0 || dyC >= ${e.outWidth}.0 ||
                fract(dyC) > 0.0) {
              continue;
            }
            int idyC = int(dyC);

            float dyValue = getDy(b, idyR, idyC, d);
            int maxPosValue = ${c} - int(getMaxPos(b, idyR, idyC, d));

            // Get the current value, check it against the value from the
            // position matrix.
            int curPosValue = wR * ${i} + wC;
            float mask = float(maxPosValue == curPosValue ? 1.0 : 0.0);

            dotProd += dyValue * mask;
          }
        }
        setOutput(dotProd);
      }
    `}},Vr=class{constructor(e){this.variableNames=["dy","maxPos"],this.outputShape=e.inShape;let t=e.strideDepth,r=e.strideHeight,n=e.strideWidth,s=e.dilationDepth,i=e.dilationHeight,l=e.dilationWidth,a=e.effectiveFilterDepth,c=e.effectiveFilterHeight,u=e.effectiveFilterWidth,p=a-1-e.padInfo.front,d=c-1-e.padInfo.top,m=u-1-e.padInfo.left,f=a*c*u-1;this.userCode=`
      const ivec3 pads = ivec3(${p}, ${d}, ${m});

      void main() {
        ivec5 coords = getOutputCoords();
        int batch = coords.x;
        int ch = coords.u;

        ivec3 dyCorner = ivec3(coords.y, coords.z, coords.w) - pads;
        int dyDCorner = dyCorner.x;
        int dyRCorner = dyCorner.y;
        int dyCCorner = dyCorner.z;

        // Convolve dy(?, ?, ?, ch) with pos mask(:, :, :, d) to get
        // dx(xD, xR, xC, ch).
        // ? = to be determined. : = across all values in that axis.
        float dotProd = 0.0;

        for (int wD = 0; wD < ${a};
           wD += ${s}) {
          float dyD = float(dyDCorner + wD) / ${t}.0;

          if (dyD < 0.0 || dyD >= ${e.outDepth}.0 || fract(dyD) > 0.0) {
            continue;
          }
          int idyD = int(dyD);

          for (int wR = 0; wR < ${c};
              wR += ${i}) {
            float dyR = float(dyRCorner + wR) / ${r}.0;

            if (dyR < 0.0 || dyR >= ${e.outHeight}.0 ||
                fract(dyR) > 0.0) {
              continue;
            }
            int idyR = int(dyR);

            for (int wC = 0; wC < ${u};
                wC += ${l}) {
              float dyC = float(dyCCorner + wC) / ${n}.0;

              if (dyC < 0.0 || dyC >= ${e.outWidth}.0 ||
                  fract(dyC) > 0.0) {
                continue;
              }
              int idyC = int(dyC);

              float dyValue = getDy(batch, idyD, idyR, idyC, ch);
              int maxPosValue = ${f} -
                  int(getMaxPos(batch, idyD, idyR, idyC, ch));

              // Get the current value, check it against the value from the
              // position matrix.
              int curPosValue =
                  wD * ${c} * ${u} +
                  wR * ${u} + wC;
              float mask = float(maxPosValue == curPosValue ? 1.0 : 0.0);

              dotProd += dyValue * mask;
            }
          }
        }
        setOutput(dotProd);
      }
    `}};function Wv(o){let{inputs:e,backend:t,attrs:r}=o,{dy:n,input:s}=e,i=s,{filterSize:l,strides:a,pad:c,dimRoundingMode:u}=r,p=[1,1,1],d=Uv.computePool3DInfo(i.shape,l,a,p,c,u),m=new Oe(d,"max",!0),f=t.runWebGLProgram(m,[i],i.dtype),g=new Vr(d),x=t.runWebGLProgram(g,[n,f],i.dtype);return t.disposeIntermediateTensorInfo(f),x}var gp={kernelName:Mv,backendName:"webgl",kernelFunc:Wv};import{backend_util as Gv,MaxPoolGrad as zv}from"@tensorflow/tfjs-core";function Hv(o){let{inputs:e,backend:t,attrs:r}=o,{dy:n,input:s,output:i}=e,l=s;me([s,i],"maxPoolGrad");let{filterSize:a,strides:c,pad:u,dimRoundingMode:p}=r,d=Gv.computePool2DInfo(l.shape,a,c,1,u,p),m=!0,f=new he(d,"max",m),g=t.runWebGLProgram(f,[l],l.dtype),x=new Br(d),h=t.runWebGLProgram(x,[n,g],l.dtype);return t.disposeIntermediateTensorInfo(g),h}var Cp={kernelName:zv,backendName:"webgl",kernelFunc:Hv};import{MaxPoolWithArgmax as Kv}from"@tensorflow/tfjs-core";import{backend_util as vp,util as yp}from"@tensorflow/tfjs-core";function bp(o,e,t,r){let n=new he(t,"max",!1),s=r.runWebGLProgram(n,[o],"float32");n=new he(t,"max",!0,!0,e);let i=r.runWebGLProgram(n,[o],"float32");return[s,i]}var Sp={kernelName:Kv,backendName:"webgl",kernelFunc:({inputs:o,attrs:e,backend:t})=>{let{x:r}=o,{filterSize:n,strides:s,pad:i,includeBatchInIndex:l}=e,a=t;yp.assert(r.shape.length===4,()=>`Error in maxPool: input must be rank 4 but got rank ${r.shape.length}.`);let c=[1,1];yp.assert(vp.eitherStridesOrDilationsAreOne(s,c),()=>`Error in maxPool: Either strides or dilations must be 1. Got strides ${s} and dilations '${c}'`);let u=vp.computePool2DInfo(r.shape,n,s,c,i),[p,d]=bp(r,l,u,a);return[p,d]}};import{backend_util as Yt,Mean as Xv,util as qv}from"@tensorflow/tfjs-core";import{util as $p}from"@tensorflow/tfjs-core";function Ip(o,e,t,r){let n=$p.sizeFromShape(e),i=$p.sizeFromShape(o.shape)/n,l=y({inputs:{x:o},attrs:{shape:[i,n]},backend:r}),a=ae(l,"float32","mean",r),c=y({inputs:{x:a},attrs:{shape:t},backend:r});return r.disposeIntermediateTensorInfo(l),r.disposeIntermediateTensorInfo(a),c}var wp={kernelName:Xv,backendName:"webgl",kernelFunc:({inputs:o,attrs:e,backend:t})=>{let{x:r}=o,{keepDims:n,axis:s}=e,i=t,l=r.shape.length,a=qv.parseAxisParam(s,r.shape),c=a,u=Yt.getAxesPermutation(c,l),p=u!=null,d=i.shouldExecuteOnCPU([r]),m=[],f=r;if(p){if(d){let b=i.texData.get(f.dataId).values,S=new Array(l);for(let I=0;I<S.length;I++)S[I]=r.shape[u[I]];let T=Ke(b,r.shape,r.dtype,u,S);f=i.makeTensorInfo(S,r.dtype);let w=i.texData.get(f.dataId);w.values=T}else f=Pe(r,u,i);m.push(f),c=Yt.getInnerMostAxes(c.length,l)}Yt.assertAxesAreInnerMostDims("sum",c,l);let[g,x]=Yt.computeOutAndReduceShapes(f.shape,c),h=g;n&&(h=Yt.expandShapeToKeepDim(g,a));let C=Ip(f,x,h,i);for(let v of m)i.disposeIntermediateTensorInfo(v);return C}};import{backend_util as Qt,Min as jv,util as Tp}from"@tensorflow/tfjs-core";function Yv(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{axis:s,keepDims:i}=r,l=n.shape.length,a=Tp.parseAxisParam(s,n.shape),c=a,u=Qt.getAxesPermutation(c,l),p=n;u!=null&&(p=L({inputs:{x:n},backend:t,attrs:{perm:u}}),c=Qt.getInnerMostAxes(c.length,n.shape.length)),Qt.assertAxesAreInnerMostDims("min",c,l);let[d,m]=Qt.computeOutAndReduceShapes(p.shape,c),f=Tp.sizeFromShape(m),g=y({inputs:{x:p},backend:t,attrs:{shape:[-1,f]}}),x=ae(g,g.dtype,"min",t),h;if(i){let C=Qt.expandShapeToKeepDim(d,a);h=y({inputs:{x},backend:t,attrs:{shape:C}})}else h=y({inputs:{x},backend:t,attrs:{shape:d}});return t.disposeIntermediateTensorInfo(g),t.disposeIntermediateTensorInfo(x),u!=null&&t.disposeIntermediateTensorInfo(p),h}var Rp={kernelName:jv,backendName:"webgl",kernelFunc:Yv};import{Minimum as Qv}from"@tensorflow/tfjs-core";var Zv=ht+`
  return min(a, b);
`,Jv=`
  vec4 result = vec4(min(a, b));
  bvec4 isNaNA = isnan(a);
  bvec4 isNaNB = isnan(b);
  bvec4 isNaN = bvec4(isNaNA.x || isNaNB.x, isNaNA.y || isNaNB.y, isNaNA.z || isNaNB.z, isNaNA.w || isNaNB.w);
  `+ie+`
  return result;
`,e0=F({opSnippet:Zv,packedOpSnippet:Jv,cpuKernelImpl:ja}),Ep={kernelName:Qv,backendName:"webgl",kernelFunc:e0};import{env as t0,MirrorPad as o0}from"@tensorflow/tfjs-core";var Ur=class{constructor(e,t,r){this.variableNames=["x"],this.outputShape=t.map((u,p)=>u[0]+e[p]+u[1]);let n=e.length,s=N(n),i=t.map(u=>u[0]).join(","),l=t.map((u,p)=>u[0]+e[p]).join(","),a=["coords[0]","coords[1]","coords[2]","coords[3]"].slice(0,n),c=r==="reflect"?0:1;if(n===1){this.userCode=`
        int start = ${i};
        int end = ${l};

        void main() {
          int outC = getOutputCoords();
          if (outC < start) {
            outC = start * 2 - outC - ${c};
          } else if(outC >= end) {
            outC = (end - 1) * 2 - outC + ${c};
          }
          setOutput(getX(outC - start));
        }
      `;return}this.userCode=`
      ${s} start = ${s}(${i});
      ${s} end = ${s}(${l});

      void main() {
        ${s} outC = getOutputCoords();
        for (int i = 0; i < ${n}; i++) {
          if (outC[i] < start[i]) {
            outC[i] = start[i] * 2 - outC[i] - ${c};
          } else if(outC[i] >= end[i]) {
            outC[i] = (end[i] - 1) * 2 - outC[i] + ${c};
          }
        }
        ${s} coords = outC - start;
        setOutput(getX(${a}));
      }
    `}};var Mr=class{constructor(e,t,r){this.variableNames=["x"],this.packedInputs=!0,this.packedOutput=!0,this.outputShape=t.map((f,g)=>f[0]+e[g]+f[1]);let n=e.length,s=N(n),i=t.map(f=>f[0]).join(","),l=t.map((f,g)=>f[0]+e[g]).join(","),a=M("rc",n),c=M("source",n),u=`${a[n-1]} < ${this.outputShape[n-1]}`,p=n===1?"source":`vec2(${c.slice(-2).join()})`,d=r==="reflect"?0:1,m="";if(n===1){let f=`
        ${s} source = rc;
        if (source < start) {
          source = start * 2 - source - ${d};
        } else if (source >= end) {
          source = (end - 1) * 2 - source + ${d};
        }
        source -= start;
      `;m=`
        ${s} rc = outputLoc;
        ${f}
        result[0] = getChannel(getX(${c.join()}), ${p});
        ${a[n-1]} += 1;
        if(${u}) {
          ${f}
          result[1] = getChannel(getX(${c.join()}), ${p});
        }
      `}else{let f=`
        ${s} source = rc;
        ${s} lt = ${s}(lessThan(source, start));
        ${s} gte = ${s}(greaterThanEqual(source, end));
        ${s} orig = 1 - (lt + gte);
        source = orig * source +
                lt * (start * 2 - source - ${d}) +
                gte * ((end - 1) * 2 - source + ${d});
        source -= start;
      `;m=`
        ${s} rc = outputLoc;
        ${f}
        result[0] = getChannel(getX(${c.join()}), ${p});
        ${a[n-1]} += 1;
        if(${u}) {
          ${f}
          result[1] = getChannel(getX(${c.join()}), ${p});
        }
        rc = outputLoc;
        ${a[n-2]} += 1;
        if(${a[n-2]} < ${this.outputShape[n-2]}) {
          ${f}
          result[2] = getChannel(getX(${c.join()}), ${p});
          ${a[n-1]} += 1;
          if(${u}) {
            ${f}
            result[3] = getChannel(getX(${c.join()}), ${p});
          }
        }
      `}this.userCode=`
      const ${s} start = ${s}(${i});
      const ${s} end = ${s}(${l});

      void main() {
        ${s} outputLoc = getOutputCoords();
        vec4 result = vec4(0.);
        ${m}
        setOutput(result);
      }
    `}};var r0=({inputs:o,backend:e,attrs:t})=>{let{x:r}=o,{paddings:n,mode:s}=t,i=t0().getBool("WEBGL_PACK_ARRAY_OPERATIONS")?new Mr(r.shape,n,s):new Ur(r.shape,n,s);return e.runWebGLProgram(i,[r],r.dtype)},Np={kernelName:o0,backendName:"webgl",kernelFunc:r0};import{Mod as n0}from"@tensorflow/tfjs-core";var s0=`if (b == 0.0) return NAN;
  return mod(a, b);`,i0=`
  vec4 result = mod(a, b);
  bvec4 isNaN = equal(b, vec4(0.0));
  `+ie+`
  return result;
`,a0=F({opSnippet:s0,packedOpSnippet:i0}),kp={kernelName:n0,backendName:"webgl",kernelFunc:a0};import{Multinomial as h0}from"@tensorflow/tfjs-core";var Wr=class{constructor(e,t,r){this.variableNames=["probs"],this.customUniforms=[{name:"seed",type:"float"}],this.outputShape=[e,r],this.userCode=`
      void main() {
        ivec2 coords = getOutputCoords();
        int batch = coords[0];

        float r = random(seed);
        float cdf = 0.0;

        for (int i = 0; i < ${t-1}; i++) {
          cdf += getProbs(batch, i);

          if (r < cdf) {
            setOutput(float(i));
            return;
          }
        }

        // If no other event happened, last event happened.
        setOutput(float(${t-1}));
      }
    `}};import{backend_util as d0,Softmax as m0,util as f0}from"@tensorflow/tfjs-core";import{RealDiv as l0}from"@tensorflow/tfjs-core";var c0=`
if (a == b) {
  return 1.0;
};
return a / b;`,u0=`
  // vec4 one = vec4(equal(a, b));
  // return one + (vec4(1.0) - one) * a / b;
  vec4 result = a / b;
  if(a.x == b.x) {
    result.x = 1.;
  }
  if(a.y == b.y) {
    result.y = 1.;
  }
  if(a.z == b.z) {
    result.z = 1.;
  }
  if(a.w == b.w) {
    result.w = 1.;
  }

  return result;
`,ii=F({opSnippet:c0,packedOpSnippet:u0,checkOutOfBounds:!0}),Ap={kernelName:l0,backendName:"webgl",kernelFunc:ii};import{Sub as p0}from"@tensorflow/tfjs-core";var Fp="return a - b;",ai=F({opSnippet:Fp,packedOpSnippet:Fp,supportsComplex:!0,cpuKernelImpl:xl}),_p={kernelName:p0,backendName:"webgl",kernelFunc:ai};function li(o){let{inputs:e,backend:t,attrs:r}=o,{logits:n}=e,{dim:s}=r,i=f0.parseAxisParam([s],n.shape),l=si({inputs:{x:n},backend:t,attrs:{reductionIndices:i,keepDims:!1}}),a=d0.expandShapeToKeepDim(l.shape,i),c=y({inputs:{x:l},backend:t,attrs:{shape:a}}),u=ai({inputs:{a:n,b:c},backend:t}),p=Js({inputs:{x:u},backend:t}),d=Xe({inputs:{x:p},backend:t,attrs:{axis:i,keepDims:!1}}),m=y({inputs:{x:d},backend:t,attrs:{shape:a}}),f=ii({inputs:{a:p,b:m},backend:t});return t.disposeIntermediateTensorInfo(l),t.disposeIntermediateTensorInfo(c),t.disposeIntermediateTensorInfo(u),t.disposeIntermediateTensorInfo(p),t.disposeIntermediateTensorInfo(d),t.disposeIntermediateTensorInfo(m),f}var Dp={kernelName:m0,backendName:"webgl",kernelFunc:li};function x0(o){let{inputs:e,backend:t,attrs:r}=o,{logits:n}=e,{numSamples:s,seed:i,normalized:l}=r,a=l?n:li({inputs:{logits:n},backend:t,attrs:{dim:n.shape.length-1}}),c=a.shape[0],u=a.shape[1],p=new Wr(c,u,s),d=[[i]],m=t.runWebGLProgram(p,[a],"int32",d);return l||t.disposeIntermediateTensorInfo(a),m}var Pp={kernelName:h0,backendName:"webgl",kernelFunc:x0};import{env as g0,Neg as C0}from"@tensorflow/tfjs-core";var b0=G+`
  return -x;
`,v0=`
  vec4 result = -x;
  bvec4 isNaN = isnan(x);

  result.r = isNaN.r ? x.r : result.r;
  result.g = isNaN.g ? x.g : result.g;
  result.b = isNaN.b ? x.b : result.b;
  result.a = isNaN.a ? x.a : result.a;

  return result;
`;function y0(o){let{inputs:e,backend:t}=o,{x:r}=e;if(t.shouldExecuteOnCPU([r])){let s=t.texData.get(r.dataId),[i,l]=Qa(s.values,r.shape,r.dtype);return t.makeTensorInfo(l,r.dtype,i)}let n;return g0().getBool("WEBGL_PACK_UNARY_OPERATIONS")?n=new J(r.shape,v0):n=new X(r.shape,b0),t.runWebGLProgram(n,[r],r.dtype)}var Op={kernelName:C0,backendName:"webgl",kernelFunc:y0};import{backend_util as S0,kernel_impls as $0,NonMaxSuppressionV3 as I0}from"@tensorflow/tfjs-core";var w0=$0.nonMaxSuppressionV3Impl;function T0(o){S0.warn("tf.nonMaxSuppression() in webgl locks the UI thread. Call tf.nonMaxSuppressionAsync() instead");let{inputs:e,backend:t,attrs:r}=o,{boxes:n,scores:s}=e,{maxOutputSize:i,iouThreshold:l,scoreThreshold:a}=r,c=t.readSync(n.dataId),u=t.readSync(s.dataId),{selectedIndices:p}=w0(c,u,i,l,a);return t.makeTensorInfo([p.length],"int32",new Int32Array(p))}var Lp={kernelName:I0,backendName:"webgl",kernelFunc:T0};import{backend_util as R0,kernel_impls as E0,NonMaxSuppressionV4 as N0}from"@tensorflow/tfjs-core";var k0=E0.nonMaxSuppressionV4Impl;function A0(o){R0.warn("tf.nonMaxSuppression() in webgl locks the UI thread. Call tf.nonMaxSuppressionAsync() instead");let{inputs:e,backend:t,attrs:r}=o,{boxes:n,scores:s}=e,{maxOutputSize:i,iouThreshold:l,scoreThreshold:a,padToMaxOutputSize:c}=r,u=t.readSync(n.dataId),p=t.readSync(s.dataId),{selectedIndices:d,validOutputs:m}=k0(u,p,i,l,a,c);return[t.makeTensorInfo([d.length],"int32",new Int32Array(d)),t.makeTensorInfo([],"int32",new Int32Array([m]))]}var Bp={kernelName:N0,backendName:"webgl",kernelFunc:A0};import{backend_util as F0,kernel_impls as _0,NonMaxSuppressionV5 as D0}from"@tensorflow/tfjs-core";var P0=_0.nonMaxSuppressionV5Impl;function O0(o){F0.warn("tf.nonMaxSuppression() in webgl locks the UI thread. Call tf.nonMaxSuppressionAsync() instead");let{inputs:e,backend:t,attrs:r}=o,{boxes:n,scores:s}=e,{maxOutputSize:i,iouThreshold:l,scoreThreshold:a,softNmsSigma:c}=r,u=t.readSync(n.dataId),p=t.readSync(s.dataId),d=i,m=l,f=a,g=c,{selectedIndices:x,selectedScores:h}=P0(u,p,d,m,f,g);return[t.makeTensorInfo([x.length],"int32",new Int32Array(x)),t.makeTensorInfo([h.length],"float32",new Float32Array(h))]}var Vp={kernelName:D0,backendName:"webgl",kernelFunc:O0};import{OneHot as L0,util as B0}from"@tensorflow/tfjs-core";var Gr=class{constructor(e,t,r,n){this.variableNames=["indices"],this.outputShape=[e,t],this.userCode=`
      void main() {
        ivec2 coords = getOutputCoords();
        int index = round(getIndices(coords.x));
        setOutput(mix(float(${n}), float(${r}),
                      float(index == coords.y)));
      }
    `}};var V0=o=>{let{inputs:e,backend:t,attrs:r}=o,{indices:n}=e,{dtype:s,depth:i,onValue:l,offValue:a}=r,c=B0.sizeFromShape(n.shape),u=new Gr(c,i,l,a),p=y({inputs:{x:n},backend:t,attrs:{shape:[c]}}),d=t.runWebGLProgram(u,[p],s);t.disposeIntermediateTensorInfo(p);let m=[...n.shape,i],f=y({inputs:{x:d},backend:t,attrs:{shape:m}});return t.disposeIntermediateTensorInfo(d),f},Up={kernelName:L0,backendName:"webgl",kernelFunc:V0};import{OnesLike as M0}from"@tensorflow/tfjs-core";import{ZerosLike as U0}from"@tensorflow/tfjs-core";function Zt(o){let{inputs:e,backend:t}=o,{x:r}=e;if(r.dtype==="complex64"){let n=Re({inputs:{input:r},backend:t}),s=Zt({inputs:{x:n},backend:t}),i=je({inputs:{input:r},backend:t}),l=Zt({inputs:{x:i},backend:t}),a=te({inputs:{real:s,imag:l},backend:t});return t.disposeIntermediateTensorInfo(n),t.disposeIntermediateTensorInfo(s),t.disposeIntermediateTensorInfo(i),t.disposeIntermediateTensorInfo(l),a}else return Ee({attrs:{shape:r.shape,dtype:r.dtype,value:r.dtype==="string"?"":0},backend:t})}var Mp={kernelName:U0,backendName:"webgl",kernelFunc:Zt};function Wp(o){let{inputs:e,backend:t}=o,{x:r}=e;if(r.dtype==="string")throw new Error("onesLike is not supported under string dtype");if(r.dtype==="complex64"){let n=Re({inputs:{input:r},backend:t}),s=Wp({inputs:{x:n},backend:t}),i=je({inputs:{input:r},backend:t}),l=Zt({inputs:{x:i},backend:t}),a=te({inputs:{real:s,imag:l},backend:t});return t.disposeIntermediateTensorInfo(n),t.disposeIntermediateTensorInfo(s),t.disposeIntermediateTensorInfo(i),t.disposeIntermediateTensorInfo(l),a}else return Ee({attrs:{shape:r.shape,dtype:r.dtype,value:1},backend:t})}var Gp={kernelName:M0,backendName:"webgl",kernelFunc:Wp};import{Pack as W0,util as zp}from"@tensorflow/tfjs-core";function G0(o){let{inputs:e,backend:t,attrs:r}=o,{axis:n}=r;if(e.length===1)return Rr({inputs:{input:e[0]},backend:t,attrs:{dim:n}});let s=e[0].shape,i=e[0].dtype;e.forEach(u=>{zp.assertShapesMatch(s,u.shape,"All tensors passed to stack must have matching shapes"),zp.assert(i===u.dtype,()=>"All tensors passed to stack must have matching dtypes")});let l=[],a=e.map(u=>{let p=Rr({inputs:{input:u},backend:t,attrs:{dim:n}});return l.push(p),p}),c=Qs({inputs:a,backend:t,attrs:{axis:n}});return l.forEach(u=>t.disposeIntermediateTensorInfo(u)),c}var Hp={kernelName:W0,backendName:"webgl",kernelFunc:G0};import{env as z0,PadV2 as H0,util as K0}from"@tensorflow/tfjs-core";var zr=class{constructor(e,t,r){this.variableNames=["x"],this.customUniforms=[{name:"value",type:"float"}],this.outputShape=t.map((c,u)=>c[0]+e[u]+c[1]);let n=e.length,s=N(n),i=t.map(c=>c[0]).join(","),l=t.map((c,u)=>c[0]+e[u]).join(","),a=["coords[0]","coords[1]","coords[2]","coords[3]"].slice(0,n);if(n===1){this.userCode=`
        int start = ${i};
        int end = ${l};

        void main() {
          int outC = getOutputCoords();
          if (outC < start || outC >= end) {
            setOutput(value);
          } else {
            setOutput(getX(outC - start));
          }
        }
      `;return}this.userCode=`
      ${s} start = ${s}(${i});
      ${s} end = ${s}(${l});

      void main() {
        ${s} outC = getOutputCoords();
        if (any(lessThan(outC, start)) || any(greaterThanEqual(outC, end))) {
          setOutput(value);
        } else {
          ${s} coords = outC - start;
          setOutput(getX(${a}));
        }
      }
    `}};var Hr=class{constructor(e,t,r){this.variableNames=["x"],this.packedInputs=!0,this.packedOutput=!0,this.customUniforms=[{name:"value",type:"float"}],this.outputShape=t.map((g,x)=>g[0]+e[x]+g[1]);let n=e.length,s=N(n),i=t.map(g=>g[0]).join(","),l=t.map((g,x)=>g[0]+e[x]).join(","),a=M("rc",n),c=M("source",n),u=`${a[n-1]} < ${this.outputShape[n-1]}`,p=n===1?"source":`vec2(${c.slice(-2).join()})`,d=[`${s} rc = outputLoc;`,`${a[n-1]} += 1;
       if(${u}) {
      `,n===1?"":`}
       rc = outputLoc;
       ${a[n-2]} += 1;
       if(${a[n-2]} < ${this.outputShape[n-2]}) {`,n===1?"":`  ${a[n-1]} += 1;
         if(${u}) {`],m=n===1?"rc < start || rc >= end":"any(lessThan(rc, start)) || any(greaterThanEqual(rc, end))",f="";for(let g=0,x=n===1?2:4;g<x;g++)f+=`
        ${d[g]}
        if (${m}) {
          result[${g}] = float(value);
        } else {
          ${s} source = rc - start;
          result[${g}] = getChannel(getX(${c.join()}), ${p});
        }
      `;f+=n===1?"} ":"}}",this.userCode=`
      const ${s} start = ${s}(${i});
      const ${s} end = ${s}(${l});

      void main() {
        ${s} outputLoc = getOutputCoords();
        vec4 result = vec4(0.);
        ${f}
        setOutput(result);
      }
    `}};var ci=o=>{let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{paddings:s,constantValue:i}=r;if(K0.sizeFromShape(n.shape)===0){let c=s.map((u,p)=>u[0]+n.shape[p]+u[1]);return Ee({backend:t,attrs:{shape:c,value:i,dtype:n.dtype}})}let l=z0().getBool("WEBGL_PACK_ARRAY_OPERATIONS")?new Hr(n.shape,s,i):new zr(n.shape,s,i),a=[[i]];return t.runWebGLProgram(l,[n],n.dtype,a)},Kp={kernelName:H0,backendName:"webgl",kernelFunc:ci};import{Pow as X0}from"@tensorflow/tfjs-core";var q0=`
  if(a < 0.0 && floor(b) < b){
    return NAN;
  }
  if (b == 0.0) {
    return 1.0;
  }
  return (round(mod(b, 2.0)) != 1) ?
      pow(abs(a), b) : sign(a) * pow(abs(a), b);
`,j0=`
  // isModRound1 has 1 for components with round(mod(b, 2.0)) == 1, 0 otherwise.
  vec4 isModRound1 = vec4(equal(round(mod(b, 2.0)), ivec4(1)));
  vec4 multiplier = sign(a) * isModRound1 + (vec4(1.0) - isModRound1);
  vec4 result = multiplier * pow(abs(a), b);

  // Ensure that a^0 = 1, including 0^0 = 1 as this correspond to TF and JS
  bvec4 isExpZero = equal(b, vec4(0.0));
  result.r = isExpZero.r ? 1.0 : result.r;
  result.g = isExpZero.g ? 1.0 : result.g;
  result.b = isExpZero.b ? 1.0 : result.b;
  result.a = isExpZero.a ? 1.0 : result.a;

  bvec4 isNaN1 = lessThan(a, vec4(0.0));
  bvec4 isNaN2 = lessThan(floor(b), b);
  bvec4 isNaN = bvec4(isNaN1.x && isNaN2.x, isNaN1.y && isNaN2.y, isNaN1.z && isNaN2.z, isNaN1.w && isNaN2.w);
  `+ie+`
  return result;
`,Y0=F({opSnippet:q0,packedOpSnippet:j0}),Xp={kernelName:X0,backendName:"webgl",kernelFunc:Y0};import{backend_util as Jt,Prod as Q0,sumOutType as Z0,util as qp}from"@tensorflow/tfjs-core";function J0(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{axis:s,keepDims:i}=r,l=n.shape.length,a=[],c=qp.parseAxisParam(s,n.shape),u=c,p=Jt.getAxesPermutation(u,l),d=n;p!=null&&(d=L({inputs:{x:n},backend:t,attrs:{perm:p}}),u=Jt.getInnerMostAxes(u.length,l),a.push(d)),Jt.assertAxesAreInnerMostDims("prod",u,l);let m;if(t.shouldExecuteOnCPU([d])){let f=t.texData.get(d.dataId).values,{outVals:g,outShape:x,outDtype:h}=Ja(d.shape,d.dtype,f,u);m=t.makeTensorInfo(x,h,g)}else{let[f,g]=Jt.computeOutAndReduceShapes(d.shape,u),x=qp.sizeFromShape(g),h=y({inputs:{x:d},backend:t,attrs:{shape:[-1,x]}}),C=Z0(n.dtype),v=ae(h,C,"prod",t);m=y({inputs:{x:v},backend:t,attrs:{shape:f}}),a.push(h),a.push(v)}if(i){a.push(m);let f=Jt.expandShapeToKeepDim(m.shape,c);m=y({inputs:{x:m},backend:t,attrs:{shape:f}})}return a.forEach(f=>t.disposeIntermediateTensorInfo(f)),m}var jp={kernelName:Q0,backendName:"webgl",kernelFunc:J0};import{RaggedGather as ey}from"@tensorflow/tfjs-core";function ty(o){let{inputs:e,backend:t,attrs:r}=o,{paramsNestedSplits:n,paramsDenseValues:s,indices:i}=e,{outputRaggedRank:l}=r,a=n.map(h=>t.readSync(h.dataId)),c=n.map(h=>h.shape),u=t.readSync(s.dataId),p=t.readSync(i.dataId),[d,m,f]=el(a,c,u,s.shape,s.dtype,p,i.shape,l),g=d.map(h=>t.makeTensorInfo([h.length],"int32",h)),x=t.makeTensorInfo(f,s.dtype,m);return g.concat([x])}var Yp={kernelName:ey,backendName:"webgl",kernelFunc:ty};import{RaggedRange as oy}from"@tensorflow/tfjs-core";function ry(o){let{inputs:e,backend:t}=o,{starts:r,limits:n,deltas:s}=e,i=t.readSync(r.dataId),l=t.readSync(n.dataId),a=t.readSync(s.dataId),[c,u]=tl(i,r.shape,r.dtype,l,n.shape,a,s.shape),p=t.makeTensorInfo([c.length],"int32",c),d=t.makeTensorInfo([u.length],r.dtype,u);return[p,d]}var Qp={kernelName:oy,backendName:"webgl",kernelFunc:ry};import{RaggedTensorToTensor as ny}from"@tensorflow/tfjs-core";function sy(o){let{inputs:e,backend:t,attrs:r}=o,{shape:n,values:s,defaultValue:i,rowPartitionTensors:l}=e,{rowPartitionTypes:a}=r,c=t.readSync(n.dataId),u=t.readSync(s.dataId),p=t.readSync(i.dataId),d=l.map(x=>t.readSync(x.dataId)),m=l.map(x=>x.shape),[f,g]=ol(c,n.shape,u,s.shape,s.dtype,p,i.shape,d,m,a);return t.makeTensorInfo(f,s.dtype,g)}var Zp={kernelName:ny,backendName:"webgl",kernelFunc:sy};import{Range as iy}from"@tensorflow/tfjs-core";var ui=o=>{let{backend:e,attrs:t}=o,{start:r,stop:n,step:s,dtype:i}=t,l=rl(r,n,s,i);return e.makeTensorInfo([l.length],i,l)},Jp={kernelName:iy,backendName:"webgl",kernelFunc:ui};import{Reciprocal as ay}from"@tensorflow/tfjs-core";var ly="return 1.0 / x;",cy=R({opSnippet:ly}),ed={kernelName:ay,backendName:"webgl",kernelFunc:cy};import{Relu as uy}from"@tensorflow/tfjs-core";var py=G+`
  return (x < 0.0) ? 0.0 : x;
`,dy=`
  vec4 result = x * vec4(greaterThanEqual(x, vec4(0.0)));
  bvec4 isNaN = isnan(x);

  result.r = isNaN.r ? x.r : result.r;
  result.g = isNaN.g ? x.g : result.g;
  result.b = isNaN.b ? x.b : result.b;
  result.a = isNaN.a ? x.a : result.a;

  return result;
`,my=R({opSnippet:py,packedOpSnippet:dy}),td={kernelName:uy,backendName:"webgl",kernelFunc:my};import{Relu6 as fy}from"@tensorflow/tfjs-core";var hy=G+`
  return (x < 0.0) ? 0.0 : min(6.0, x);
`,xy=`
  vec4 result = min(x, vec4(6.)) * vec4(greaterThanEqual(x, vec4(0.0)));
  bvec4 isNaN = isnan(x);

  result.r = isNaN.r ? x.r : result.r;
  result.g = isNaN.g ? x.g : result.g;
  result.b = isNaN.b ? x.b : result.b;
  result.a = isNaN.a ? x.a : result.a;

  return result;
`,gy=R({opSnippet:hy,packedOpSnippet:xy}),od={kernelName:fy,backendName:"webgl",kernelFunc:gy};import{env as Cy,ResizeBilinear as by}from"@tensorflow/tfjs-core";var Kr=class{constructor(e,t,r,n,s){this.variableNames=["A"],this.outputShape=[];let[i,l,a,c]=e;this.outputShape=[i,t,r,c];let u=[n&&t>1?l-1:l,n&&r>1?a-1:a],p=[n&&t>1?t-1:t,n&&r>1?r-1:r],d;s?d="(vec2(yRC) + vec2(0.5)) * effectiveInputOverOutputRatioRC - vec2(0.5)":d="vec2(yRC) * effectiveInputOverOutputRatioRC",this.userCode=`
      const vec2 effectiveInputOverOutputRatioRC = vec2(
          ${u[0]/p[0]},
          ${u[1]/p[1]});
      const vec2 inputShapeRC = vec2(${l}.0, ${a}.0);

      void main() {
        ivec4 coords = getOutputCoords();
        int b = coords[0];
        int d = coords[3];
        ivec2 yRC = coords.yz;

        // Fractional source index.
        vec2 sourceFracIndexRC = ${d};

        // Compute the four integer indices.
        ivec2 sourceFloorRC = ivec2(max(sourceFracIndexRC, vec2(0.0)));
        ivec2 sourceCeilRC = ivec2(
          min(inputShapeRC - 1.0, ceil(sourceFracIndexRC)));

        float topLeft = getA(b, sourceFloorRC.x, sourceFloorRC.y, d);
        float bottomLeft = getA(b, sourceCeilRC.x, sourceFloorRC.y, d);
        float topRight = getA(b, sourceFloorRC.x, sourceCeilRC.y, d);
        float bottomRight = getA(b, sourceCeilRC.x, sourceCeilRC.y, d);

        vec2 fracRC = sourceFracIndexRC - vec2(sourceFloorRC);

        float top = topLeft + (topRight - topLeft) * fracRC.y;
        float bottom = bottomLeft + (bottomRight - bottomLeft) * fracRC.y;
        float newValue = top + (bottom - top) * fracRC.x;

        setOutput(newValue);
      }
    `}};var Xr=class{constructor(e,t,r,n,s){this.variableNames=["A"],this.packedInputs=!0,this.packedOutput=!0,this.outputShape=[];let[i,l,a,c]=e;this.outputShape=[i,t,r,c];let u=[n&&t>1?l-1:l,n&&r>1?a-1:a],p=[n&&t>1?t-1:t,n&&r>1?r-1:r],d;s?d="(vec3(yRC) + vec3(0.5)) * effectiveInputOverOutputRatioRC - vec3(0.5)":d="vec3(yRC) * effectiveInputOverOutputRatioRC",this.userCode=`
      const vec3 effectiveInputOverOutputRatioRC = vec3(
          ${u[0]/p[0]},
          ${u[1]/p[1]},
          ${u[1]/p[1]});
      const vec3 inputShapeRC = vec3(${l}.0, ${a}.0,
                                     ${a}.0);

      float getAValue(int b, int r, int c, int d) {
        return getChannel(getA(b, r, c, d), vec2(c, d));
      }

      void main() {
        ivec4 coords = getOutputCoords();
        int b = coords[0];
        int d = coords[3];
        // Calculate values for next column in yRC.z.
        ivec3 yRC = coords.yzz + ivec3(0, 0, 1);

        // Fractional source index.
        vec3 sourceFracIndexRC = ${d};

        // Compute the four integer indices.
        ivec3 sourceFloorRC = ivec3(max(sourceFracIndexRC, vec3(0.0)));
        ivec3 sourceCeilRC = ivec3(
          min(inputShapeRC - 1.0, ceil(sourceFracIndexRC)));

        // Should we calculate next column and row elements in 2x2 packed cell.
        bool hasNextCol = d < ${c-1};
        bool hasNextRow = coords.z < ${r-1};

        // In parallel, construct four corners for all four components in
        // packed 2x2 cell.
        vec4 topLeft = vec4(
          getAValue(b, sourceFloorRC.x, sourceFloorRC.y, d),
          hasNextCol ? getAValue(b, sourceFloorRC.x, sourceFloorRC.y, d + 1)
                     : 0.0,
          hasNextRow ? getAValue(b, sourceFloorRC.x, sourceFloorRC.z, d)
                     : 0.0,
          (hasNextRow && hasNextCol) ?
            getAValue(b, sourceFloorRC.x, sourceFloorRC.z, d + 1) : 0.0);

        vec4 bottomLeft = vec4(
          getAValue(b, sourceCeilRC.x, sourceFloorRC.y, d),
          hasNextCol ? getAValue(b, sourceCeilRC.x, sourceFloorRC.y, d + 1)
                     : 0.0,
          hasNextRow ? getAValue(b, sourceCeilRC.x, sourceFloorRC.z, d)
                     : 0.0,
          (hasNextRow && hasNextCol) ?
            getAValue(b, sourceCeilRC.x, sourceFloorRC.z, d + 1) : 0.0);

        vec4 topRight = vec4(
          getAValue(b, sourceFloorRC.x, sourceCeilRC.y, d),
          hasNextCol ? getAValue(b, sourceFloorRC.x, sourceCeilRC.y, d + 1)
                     : 0.0,
          hasNextRow ? getAValue(b, sourceFloorRC.x, sourceCeilRC.z, d)
                     : 0.0,
          (hasNextRow && hasNextCol) ?
            getAValue(b, sourceFloorRC.x, sourceCeilRC.z, d + 1) : 0.0);

        vec4 bottomRight = vec4(
          getAValue(b, sourceCeilRC.x, sourceCeilRC.y, d),
          hasNextCol ? getAValue(b, sourceCeilRC.x, sourceCeilRC.y, d + 1)
                     : 0.0,
          hasNextRow ? getAValue(b, sourceCeilRC.x, sourceCeilRC.z, d)
                     : 0.0,
          (hasNextRow && hasNextCol) ?
            getAValue(b, sourceCeilRC.x, sourceCeilRC.z, d + 1) : 0.0);

        vec3 fracRC = sourceFracIndexRC - vec3(sourceFloorRC);

        vec4 top = mix(topLeft, topRight, fracRC.yyzz);
        vec4 bottom = mix(bottomLeft, bottomRight, fracRC.yyzz);
        vec4 newValue = mix(top, bottom, fracRC.x);

        setOutput(newValue);
      }
    `}};function vy(o){let{inputs:e,backend:t,attrs:r}=o,{images:n}=e,{alignCorners:s,halfPixelCenters:i,size:l}=r,[a,c]=l,u=Cy().getBool("WEBGL_PACK_IMAGE_OPERATIONS")?new Xr(n.shape,a,c,s,i):new Kr(n.shape,a,c,s,i);return t.runWebGLProgram(u,[n],"float32")}var rd={kernelName:by,backendName:"webgl",kernelFunc:vy};import{ResizeBilinearGrad as yy}from"@tensorflow/tfjs-core";var qr=class{constructor(e,t,r){this.variableNames=["dy"],this.outputShape=[],this.outputShape=t;let[,n,s]=t,[,i,l]=e,a=[r&&i>1?n-1:n,r&&l>1?s-1:s],c=[r&&i>1?i-1:i,r&&l>1?l-1:l],u=a[0]/c[0],p=a[1]/c[1],d=1/u,m=1/p,f=Math.ceil(d)*2+2,g=Math.ceil(m)*2+2;this.userCode=`
      void main() {
        ivec4 coords = getOutputCoords();
        int b = coords[0];
        int d = coords[3];
        int r = coords[1];
        int c = coords[2];

        float accumulator = 0.0;

        const float heightScale = float(${u});
        const float widthScale = float(${p});

        const float invHeightScale = float(${d});
        const float invWidthScale = float(${m});

        const int winHeight = int(${f});
        const int winWidth = int(${g});

        // Compute bounds for where in dy we will look
        float startRLerp = floor(float(r) * invHeightScale);
        int startDyR = int(startRLerp - float(winHeight / 2));

        float startCLerp = floor(float(c) * invWidthScale);
        int startDyC = int(startCLerp - float(winWidth / 2));

        // Loop over dy
        for (int dyROffset = 0; dyROffset < winHeight; dyROffset++) {
          int dyR = dyROffset + startDyR;

          // Guard against the window exceeding the bounds of dy
          if (dyR < 0 || dyR >= ${i}) {
            continue;
          }

          for (int dyCOffset = 0; dyCOffset < winWidth; dyCOffset++) {
            int dyC = dyCOffset + startDyC;

            // Guard against the window exceeding the bounds of dy
            if (dyC < 0 || dyC >= ${l}) {
              continue;
            }

            float dxR = float(dyR) * heightScale;
            int topDxRIndex = int(floor(dxR));
            int bottomDxRIndex = int(min(ceil(dxR), ${n-1}.0));
            float dxRLerp = dxR - float(topDxRIndex);
            float inverseDxRLerp = 1.0 - dxRLerp;

            float dxC = float(dyC) * widthScale;
            int leftDxCIndex = int(floor(dxC));
            int rightDxCIndex = int(min(ceil(dxC), ${s-1}.0));
            float dxCLerp = dxC - float(leftDxCIndex);
            float inverseDxCLerp = 1.0 - dxCLerp;

            if (r == topDxRIndex && c == leftDxCIndex) {
              // topLeft
              accumulator +=
                getDy(b, dyR, dyC, d) * inverseDxRLerp * inverseDxCLerp;
            }

            if (r == topDxRIndex && c == rightDxCIndex) {
              // topRight
              accumulator += getDy(b, dyR, dyC, d) * inverseDxRLerp * dxCLerp;
            }

            if (r == bottomDxRIndex && c == leftDxCIndex) {
              // bottomLeft
              accumulator += getDy(b, dyR, dyC, d) * dxRLerp * inverseDxCLerp;
            }

            if (r == bottomDxRIndex && c == rightDxCIndex) {
              // bottomRight
              accumulator += getDy(b, dyR, dyC, d) * dxRLerp * dxCLerp;
            }
          }
        }
        // End loop over dy

        setOutput(accumulator);
      }
    `}};function Sy(o){let{inputs:e,backend:t,attrs:r}=o,{images:n,dy:s}=e,{alignCorners:i}=r,l=new qr(s.shape,n.shape,i);return t.runWebGLProgram(l,[s],s.dtype)}var nd={kernelName:yy,backendName:"webgl",kernelFunc:Sy};import{env as $y,ResizeNearestNeighbor as Iy}from"@tensorflow/tfjs-core";var jr=class{constructor(e,t,r,n,s){this.variableNames=["A"],this.outputShape=[];let[i,l,a,c]=e;this.outputShape=[i,t,r,c];let u=[n&&t>1?l-1:l,n&&r>1?a-1:a],p=[n&&t>1?t-1:t,n&&r>1?r-1:r],d=n?"0.5":"0.0",m;s?m="max((vec2(yRC) + vec2(0.5)) * effectiveInputOverOutputRatioRC, vec2(0.0))":m="vec2(yRC) * effectiveInputOverOutputRatioRC",this.userCode=`
      const vec2 effectiveInputOverOutputRatioRC = vec2(
          ${u[0]/p[0]},
          ${u[1]/p[1]});
      const vec2 inputShapeRC = vec2(${l}.0, ${a}.0);

      void main() {
        ivec4 coords = getOutputCoords();
        int b = coords[0];
        int d = coords[3];
        ivec2 yRC = coords.yz;

        // Fractional source index.
        vec2 sourceFracIndexRC = ${m};

        // Compute the coordinators of nearest neighbor point.
        ivec2 sourceNearestRC = ivec2(
          min(inputShapeRC - 1.0, floor(sourceFracIndexRC + ${d})));
        float newValue = getA(b, sourceNearestRC.x, sourceNearestRC.y, d);

        setOutput(newValue);
      }
    `}};var Yr=class{constructor(e,t,r,n,s){this.variableNames=["A"],this.packedInputs=!0,this.packedOutput=!0,this.outputShape=[];let[i,l,a,c]=e;this.outputShape=[i,t,r,c];let u=[n&&t>1?l-1:l,n&&r>1?a-1:a],p=[n&&t>1?t-1:t,n&&r>1?r-1:r],d=n?"0.5":"0.0",m;s?m="max((vec3(yRC) + vec3(0.5)) * effectiveInputOverOutputRatioRC, vec3(0.0))":m="vec3(yRC) * effectiveInputOverOutputRatioRC",this.userCode=`
      const vec3 effectiveInputOverOutputRatioRC = vec3(
          ${u[0]/p[0]},
          ${u[1]/p[1]},
          ${u[1]/p[1]});
      const vec3 inputShapeRC = vec3(${l}.0, ${a}.0,
                                     ${a}.0);

      float getAValue(int b, int r, int c, int d) {
        return getChannel(getA(b, r, c, d), vec2(c, d));
      }

      void main() {
        ivec4 coords = getOutputCoords();
        int b = coords[0];
        int d = coords[3];
        // Calculate values for next column in yRC.z.
        ivec3 yRC = coords.yzz + ivec3(0, 0, 1);

        // Fractional source index.
        vec3 sourceFracIndexRC = ${m};

        // Compute the coordinators of nearest neighbor point.
        ivec3 sourceNearestRC = ivec3(
          min(inputShapeRC - 1.0, floor(sourceFracIndexRC + ${d})));

        // Should we calculate next column and row elements in 2x2 packed cell.
        bool hasNextCol = d < ${c-1};
        bool hasNextRow = coords.z < ${r-1};

        vec4 newValue = vec4(
          getAValue(b, sourceNearestRC.x, sourceNearestRC.y, d),
          hasNextCol ? getAValue(b, sourceNearestRC.x, sourceNearestRC.y, d + 1)
                     : 0.0,
          hasNextRow ? getAValue(b, sourceNearestRC.x, sourceNearestRC.z, d)
                     : 0.0,
          (hasNextRow && hasNextCol) ?
            getAValue(b, sourceNearestRC.x, sourceNearestRC.z, d + 1) : 0.0);

        setOutput(newValue);
      }
    `}};function wy(o){let{inputs:e,backend:t,attrs:r}=o,{images:n}=e,{alignCorners:s,halfPixelCenters:i,size:l}=r,[a,c]=l,u=$y().getBool("WEBGL_PACK_IMAGE_OPERATIONS")?new Yr(n.shape,a,c,s,i):new jr(n.shape,a,c,s,i);return t.runWebGLProgram(u,[n],n.dtype)}var sd={kernelName:Iy,backendName:"webgl",kernelFunc:wy};import{ResizeNearestNeighborGrad as Ty}from"@tensorflow/tfjs-core";var Qr=class{constructor(e,t,r){this.variableNames=["dy"],this.outputShape=[],this.outputShape=t;let[,n,s]=t,[,i,l]=e,a=[r&&i>1?n-1:n,r&&l>1?s-1:s],c=[r&&i>1?i-1:i,r&&l>1?l-1:l],u=a[0]/c[0],p=a[1]/c[1],d=1/u,m=1/p,f=Math.ceil(d)*2+2,g=Math.ceil(m)*2+2;this.userCode=`
      void main() {
        ivec4 coords = getOutputCoords();
        int b = coords[0];
        int d = coords[3];
        int r = coords[1];
        int c = coords[2];

        float accumulator = 0.0;

        const float heightScale = float(${u});
        const float widthScale = float(${p});

        const float invHeightScale = float(${d});
        const float invWidthScale = float(${m});

        const int winHeight = int(${f});
        const int winWidth = int(${g});

        // Compute bounds for where in dy we will look
        float startRLerp = floor(float(r) * invHeightScale);
        int startDyR = int(floor(startRLerp - float(winHeight / 2)));

        float startCLerp = floor(float(c) * invWidthScale);
        int startDyC = int(floor(startCLerp - float(winWidth / 2)));

        // Loop over dy
        for (int dyROffset = 0; dyROffset < winHeight; dyROffset++) {
          int dyR = dyROffset + startDyR;

          // Guard against the window exceeding the bounds of dy
          if (dyR < 0 || dyR >= ${i}) {
            continue;
          }

          for (int dyCOffset = 0; dyCOffset < winWidth; dyCOffset++) {
            int dyC = dyCOffset + startDyC;

            // Guard against the window exceeding the bounds of dy
            if (dyC < 0 || dyC >= ${l}) {
              continue;
            }

            float sourceFracRow =
              float(${a[0]}) *
                (float(dyR) / float(${c[0]}));

            float sourceFracCol =
                float(${a[1]}) *
                  (float(dyC) / float(${c[1]}));

            int sourceNearestRow = int(min(
                float(int(${n}) - 1),
                ${r} ? float(round(sourceFracRow)) :
                                  float(floor(sourceFracRow))));

            int sourceNearestCol = int(min(
                float(int(${s}) - 1),
                ${r} ? float(round(sourceFracCol)) :
                                  float(floor(sourceFracCol))));

            if (r == sourceNearestRow && c == sourceNearestCol) {
              accumulator += getDy(b, dyR, dyC, d);
            }
          }
        }
        // End loop over dy

        setOutput(accumulator);
      }
    `}};function Ry(o){let{inputs:e,backend:t,attrs:r}=o,{images:n,dy:s}=e,{alignCorners:i}=r,l=new Qr(s.shape,n.shape,i);return t.runWebGLProgram(l,[s],s.dtype)}var id={kernelName:Ty,backendName:"webgl",kernelFunc:Ry};import{env as Ey,Reverse as Ny,util as ky}from"@tensorflow/tfjs-core";var Zr=class{constructor(e,t){this.variableNames=["x"];let r=e.length;if(r>4)throw new Error(`WebGL backend: Reverse of rank-${r} tensor is not yet supported`);if(this.outputShape=e,r===1){this.userCode=`
        void main() {
          int coord = getOutputCoords();
          setOutput(getX(${e[0]} - coord - 1));
        }
      `;return}let n=l=>t.indexOf(l)!==-1&&e[l]!==1?`${e[l]} - coords[${l}] - 1`:`coords[${l}]`,s=e.map((l,a)=>n(a)).join(","),i=N(r);this.userCode=`
      void main() {
        ${i} coords = getOutputCoords();
        setOutput(getX(${s}));
      }
    `}};var Jr=class{constructor(e,t){this.variableNames=["x"],this.packedInputs=!0,this.packedOutput=!0;let r=e.length;if(r>4)throw new Error(`WebGL backend: Reverse of rank-${r} tensor is not yet supported`);this.outputShape=e;let n=M("rc",r),s=`${n[r-1]} + 1 < ${this.outputShape[r-1]}`,i=`${n[r-2]} + 1 < ${this.outputShape[r-2]}`,l=N(r);r===1?this.userCode=`
        void main(){
          int rc = getOutputCoords();
          vec4 result = vec4(0.);
          result.r = getChannel(getX(${e[0]} - rc - 1),
            ${e[0]} - rc - 1);
          if(${s}){
              result.g = getChannel(getX(${e[0]} - (rc  + 1) - 1),
                ${e[0]} - (rc  + 1) - 1);
          }
          setOutput(result);
        }
      `:this.userCode=`
        void main() {
          ${l} rc = getOutputCoords();
          vec4 result = vec4(0.);
          result.r = ${a(n.slice())};
          if(${s}){
            result.g = ${c(n.slice())};
          }
          if(${i}) {
            result.b = ${u(n.slice())};
            if(${s}) {
              result.a = ${p(n.slice())};
            }
          }
          setOutput(result);
        }
    `;function a(f){return d(f)}function c(f){return f[r-1]="("+f[r-1]+" + 1)",d(f)}function u(f){return f[r-2]="("+f[r-2]+" + 1)",d(f)}function p(f){return f[r-1]="("+f[r-1]+" + 1)",f[r-2]="("+f[r-2]+" + 1)",d(f)}function d(f){let g=e.map((C,v)=>m(v,f)),x=g.join(","),h=g.slice(-2).join(",");return`getChannel(getX(${x}), vec2(${h}))`}function m(f,g){return t.indexOf(f)!==-1&&e[f]!==1?`${e[f]} - ${g[f]} - 1`:`${g[f]}`}}};function Ay(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{dims:s}=r,i=n.shape.length,l=ky.parseAxisParam(s,n.shape);if(i===0)return W({inputs:{x:n},backend:t});let a=Ey().getBool("WEBGL_PACK_ARRAY_OPERATIONS")?new Jr(n.shape,l):new Zr(n.shape,l);return t.runWebGLProgram(a,[n],n.dtype)}var ad={kernelName:Ny,backendName:"webgl",kernelFunc:Ay};import{backend_util as Fy}from"@tensorflow/tfjs-core";import{RotateWithOffset as _y}from"@tensorflow/tfjs-core";var en=class{constructor(e,t){this.variableNames=["Image"],this.outputShape=[],this.customUniforms=[{name:"params",type:"vec4"}];let r=e[1],n=e[2];this.outputShape=e;let s="";typeof t=="number"?s=`float outputValue = ${t.toFixed(2)};`:s=`
        vec3 fill = vec3(${t.join(",")});
        float outputValue = fill[coords[3]];`,this.userCode=`
        void main() {
          ivec4 coords = getOutputCoords();
          int x = coords[2];
          int y = coords[1];
          float coordXFloat = (float(x) - params[0]) * params[3] -
            (float(y) - params[1]) * params[2];
          float coordYFloat = (float(x) - params[0]) * params[2] +
            (float(y) - params[1]) * params[3];
          int coordX = int(round(coordXFloat + params[0]));
          int coordY = int(round(coordYFloat + params[1]));
          ${s}
          if(coordX >= 0 && coordX < ${n} && coordY >= 0 && coordY < ${r}) {
            outputValue = getImage(coords[0], coordY, coordX, coords[3]);
          }
          setOutput(outputValue);
        }
    `}};var ld={kernelName:_y,backendName:"webgl",kernelFunc:({inputs:o,attrs:e,backend:t})=>{let{image:r}=o,{radians:n,fillValue:s,center:i}=e,l=t,a=new en(r.shape,s),[c,u]=Fy.getImageCenter(i,r.shape[1],r.shape[2]),p=[[c,u,Math.sin(n),Math.cos(n)]];return l.runWebGLProgram(a,[r],r.dtype,p)}};import{Round as Dy}from"@tensorflow/tfjs-core";var Py=`
  // OpenGL ES does not support round function.
  // The algorithm is based on banker's rounding.
  float base = floor(x);
  if ((x - base) < 0.5) {
    return floor(x);
  } else if ((x - base) > 0.5) {
    return ceil(x);
  } else {
    if (mod(base, 2.0) == 0.0) {
      return base;
    } else {
      return base + 1.0;
    }
  }
`,Oy=R({opSnippet:Py}),cd={kernelName:Dy,backendName:"webgl",kernelFunc:Oy};import{Rsqrt as Ly}from"@tensorflow/tfjs-core";var By="return inversesqrt(x);",Vy=R({opSnippet:By,cpuKernelImpl:nl}),ud={kernelName:Ly,backendName:"webgl",kernelFunc:Vy};import{backend_util as Uy,env as My,ScatterNd as Wy}from"@tensorflow/tfjs-core";var Le=class{constructor(e,t,r,n,s,i,l=!0,a=!1){this.variableNames=["updates","indices","defaultValue"],this.outputShape=i;let c=N(s.length),u=N(i.length),p="";r===1?p="i":r===2&&(p="i, j");let d=`getIndices(${p})`,m="";n===1?m="i":n===2&&(m="i, coords[1]");let f=`getUpdates(${m})`,g="";a&&(g="coords[0], coords[1]");let x=`getDefaultValue(${g})`,h=t>1?"strides[j]":"strides";this.userCode=`
        ${c} strides = ${c}(${s});

        void main() {
          ${u} coords = getOutputCoords();
          float sum = 0.0;
          bool found = false;
          for (int i = 0; i < ${e}; i++) {
            int flattenedIndex = 0;
            for (int j = 0; j < ${t}; j++) {
              int index = round(${d});
              flattenedIndex += index * ${h};
            }
            if (flattenedIndex == coords[0]) {
              sum += ${f};
              found = true;
            }
          }
          setOutput(mix(${x}, sum, float(found)));
        }
      `}};var tn=class{constructor(e,t,r,n,s,i,l=!0,a=!1){this.variableNames=["updates","indices","defaultValue"],this.packedInputs=!0,this.packedOutput=!0,this.outputShape=i;let c=N(s.length),u=N(i.length),p="";r===1?p="i":r===2&&(p="i, j");let d=`getIndices(${p})`,m="";n===1?m="i":n===2&&(m="i, coords[1]");let f=`getUpdates(${m})`,g="";a&&(g="coords[0], coords[1]");let x=`getDefaultValue(${g})`,h=t>1?"strides[j]":"strides",C=t>1?"strides[j + 1]":"strides";this.userCode=`
        ${c} strides = ${c}(${s});

        void main() {
          ${u} coords = getOutputCoords();
          vec4 sum = vec4(0.);
          vec4 found = vec4(0.);
          for (int i = 0; i < ${e}; i+=2) {
            ivec2 flattenedIndex = ivec2(0);
            for (int j = 0; j < ${t}; j+=2) {
              ivec4 index = round(${d});
              flattenedIndex += index.xz * ${h};
              if (j + 1 < ${t}) {
                flattenedIndex += index.yw * ${C};
              }
            }
            if (flattenedIndex[0] == coords[0] || flattenedIndex[1] == coords[0] ||
                flattenedIndex[0] == coords[0] + 1 || flattenedIndex[1] == coords[0] + 1) {
              vec4 updVals = ${f};
              if (flattenedIndex[0] == coords[0]) {
                sum.xy += updVals.xy;
                found.xy = vec2(1.);
              } else if (flattenedIndex[0] == coords[0] + 1) {
                sum.zw += updVals.xy;
                found.zw = vec2(1.);
              }
              if (flattenedIndex[1] == coords[0]) {
                sum.xy += updVals.zw;
                found.xy = vec2(1.);
              } else if (flattenedIndex[1] == coords[0] + 1) {
                sum.zw += updVals.zw;
                found.zw = vec2(1.);
              }
            }
          }
          setOutput(mix(${x}, sum, found));
        }
      `}};function Gy(o){let{inputs:e,backend:t,attrs:r}=o,{indices:n,updates:s}=e,{shape:i}=r,{sliceRank:l,numUpdates:a,sliceSize:c,strides:u,outputSize:p}=Uy.calculateShapes(s,n,i),d=[p/c,c];if(p===0)return t.makeTensorInfo(i,n.dtype);let m=y({inputs:{x:n},backend:t,attrs:{shape:[a,l]}}),f=y({inputs:{x:s},backend:t,attrs:{shape:[a,c]}}),g=t.makeTensorInfo([],"float32",new Float32Array([0])),x;My().getBool("WEBGL_PACK")?x=new tn(a,l,m.shape.length,f.shape.length,u,d):x=new Le(a,l,m.shape.length,f.shape.length,u,d);let h=t.runWebGLProgram(x,[f,m,g],f.dtype),C=y({inputs:{x:h},backend:t,attrs:{shape:i}});return t.disposeIntermediateTensorInfo(m),t.disposeIntermediateTensorInfo(f),t.disposeIntermediateTensorInfo(h),t.disposeIntermediateTensorInfo(g),C}var pd={kernelName:Wy,backendName:"webgl",kernelFunc:Gy};import{SearchSorted as Hy}from"@tensorflow/tfjs-core";import{env as zy}from"@tensorflow/tfjs-core";var on=class{constructor(e,t,r,n){this.variableNames=["sortedSequence","values"],this.customUniforms=[{name:"numInputs",type:"int"}],this.outputShape=[e,r];let s="while (left < right) {",i=`for (int i = 0; i < ${Math.ceil(Math.log2(t+1))}; ++i) { if (left >= right) break;`,l=zy().getNumber("WEBGL_VERSION")===2?s:i,a=n==="left"?"<":"<=";this.userCode=`
       int findBound(int batch, float value) {
         int left = 0;
         int right = numInputs;
         int mid;
         ${l}
           mid = (left + right) / 2;
           if (getSortedSequence(batch, mid) ${a} value) {
             left = mid + 1;
           } else {
             right = mid;
           }
         }
         return right;
       }

       void main() {
         ivec2 coords = getOutputCoords();
         int batch = coords[0];
         int valueIndex = coords[1];

         float value = getValues(batch, valueIndex);

         setOutput(float(findBound(batch, value)));
       }
     `}};function Ky(o){let{inputs:e,backend:t,attrs:r}=o,{sortedSequence:n,values:s}=e,{side:i}=r,l=new on(n.shape[0],n.shape[1],s.shape[1],i),a=[[n.shape[1]]];return t.runWebGLProgram(l,[n,s],"int32",a)}var dd={kernelName:Hy,backendName:"webgl",kernelFunc:Ky};import{Select as Xy,upcastType as qy}from"@tensorflow/tfjs-core";var rn=class{constructor(e,t,r){this.variableNames=["c","a","b"],this.outputShape=t;let n,s;if(r>4)throw Error(`Where for rank ${r} is not yet supported`);if(r===1)s="resRC",n="resRC";else{let l=["resRC.x","resRC.y","resRC.z","resRC.w"],a=[],c=[];for(let u=0;u<t.length;u++)c.push(`${l[u]}`),u<e&&a.push(`${l[u]}`);n=a.join(),s=c.join()}let i=N(r);this.userCode=`
      void main() {
        ${i} resRC = getOutputCoords();
        float cVal = getC(${n});
        if (cVal >= 1.0) {
          setOutput(getA(${s}));
        } else {
          setOutput(getB(${s}));
        }
      }
    `}};function jy(o){let{inputs:e,backend:t}=o,{condition:r,t:n,e:s}=e,i=new rn(r.shape.length,n.shape,n.shape.length);return t.runWebGLProgram(i,[r,n,s],qy(n.dtype,s.dtype))}var md={kernelName:Xy,backendName:"webgl",kernelFunc:jy};import{backend_util as fd,Selu as Yy}from"@tensorflow/tfjs-core";var Qy=`
  // Stable and Attracting Fixed Point (0, 1) for Normalized Weights.
  // see: https://arxiv.org/abs/1706.02515
  float scaleAlpha = ${fd.SELU_SCALEALPHA};
  float scale = ${fd.SELU_SCALE};
  return (x >= 0.0) ? scale * x : scaleAlpha * (exp(x) - 1.0);
`,Zy=R({opSnippet:Qy}),hd={kernelName:Yy,backendName:"webgl",kernelFunc:Zy};import{Sigmoid as Jy}from"@tensorflow/tfjs-core";var eS=pe+`
  return 1.0 / (1.0 + exp(-1.0 * x));
`,tS=`
  vec4 result = 1.0 / (1.0 + exp(-1.0 * x));
  bvec4 isNaN = isnan(x);

  result.r = isNaN.r ? x.r : result.r;
  result.g = isNaN.g ? x.g : result.g;
  result.b = isNaN.b ? x.b : result.b;
  result.a = isNaN.a ? x.a : result.a;

  return result;
`,oS=R({opSnippet:eS,packedOpSnippet:tS,cpuKernelImpl:il}),xd={kernelName:Jy,backendName:"webgl",kernelFunc:oS};import{Sign as rS}from"@tensorflow/tfjs-core";var nS=`
  if (isnan(x)) { return 0.0; }
  return sign(x);
`,sS=R({opSnippet:nS}),gd={kernelName:rS,backendName:"webgl",kernelFunc:sS};import{Sin as iS}from"@tensorflow/tfjs-core";var aS=pe+`
  return sin(x);
`,lS=`
  vec4 result = sin(x);
  bvec4 isNaN = isnan(x);
  ${ie}
  return result;
`,cS=R({opSnippet:aS,packedOpSnippet:lS}),Cd={kernelName:iS,backendName:"webgl",kernelFunc:cS};import{Sinh as uS}from"@tensorflow/tfjs-core";var pS=`
  float e2x = exp(x);
  return (e2x - 1.0 / e2x) / 2.0;
`,dS=R({opSnippet:pS}),bd={kernelName:uS,backendName:"webgl",kernelFunc:dS};import{Softplus as mS}from"@tensorflow/tfjs-core";var fS=`
  float epsilon = 1.1920928955078125e-7;
  float threshold = log(epsilon) + 2.0;

  bool too_large = x > -threshold;
  bool too_small = x < threshold;

  float result;
  float exp_x = exp(x);

  if (too_large){
    result = x;
  }
  else if (too_small){
    result = exp_x;
  }
  else{
    result = log(exp_x + 1.0);
  }
  return result;
`,hS=R({opSnippet:fS}),vd={kernelName:mS,backendName:"webgl",kernelFunc:hS};import{backend_util as pi,SpaceToBatchND as xS,util as gS}from"@tensorflow/tfjs-core";var CS=o=>{let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{blockShape:s,paddings:i}=r;gS.assert(n.shape.length<=4,()=>"spaceToBatchND for rank > 4 with a WebGL backend not implemented yet");let l=s.reduce((h,C)=>h*C),a=[[0,0]];a.push(...i);for(let h=1+s.length;h<n.shape.length;++h)a.push([0,0]);let c=[],u=ci({inputs:{x:n},backend:t,attrs:{paddings:a,constantValue:0}}),p=pi.getReshaped(u.shape,s,l,!1),d=pi.getPermuted(p.length,s.length,!1),m=pi.getReshapedPermuted(u.shape,s,l,!1),f=y({inputs:{x:u},backend:t,attrs:{shape:p}}),g=L({inputs:{x:f},backend:t,attrs:{perm:d}}),x=y({inputs:{x:g},backend:t,attrs:{shape:m}});return c.push(u),c.push(f),c.push(g),c.forEach(h=>t.disposeIntermediateTensorInfo(h)),x},yd={kernelName:xS,backendName:"webgl",kernelFunc:CS};import{SparseFillEmptyRows as bS}from"@tensorflow/tfjs-core";function vS(o){let{inputs:e,backend:t}=o,{indices:r,values:n,denseShape:s,defaultValue:i}=e;if(s.shape.length!==1)throw new Error(`Dense shape must be a vector, saw:
         ${s.shape}`);if(r.shape.length!==2)throw new Error(`Indices must be a matrix, saw:
         ${r.shape}`);if(n.shape.length!==1)throw new Error(`Values must be a vector, saw:
         ${n.shape}`);if(i.shape.length!==0)throw new Error(`Default value must be a scalar, saw:
        ${i.shape}`);let l=t.readSync(r.dataId),a=t.readSync(n.dataId),c=t.readSync(s.dataId),u=t.readSync(i.dataId)[0],[p,d,m,f,g]=ll(l,r.shape,r.dtype,a,n.dtype,c,u);return[t.makeTensorInfo(d,r.dtype,p),t.makeTensorInfo([d[0]],n.dtype,m),t.makeTensorInfo([f.length],"bool",new Uint8Array(f.map(x=>Number(x)))),t.makeTensorInfo([g.length],r.dtype,new Int32Array(g))]}var Sd={kernelName:bS,backendName:"webgl",kernelFunc:vS};import{SparseReshape as yS}from"@tensorflow/tfjs-core";function SS(o){let{inputs:e,backend:t}=o,{inputIndices:r,inputShape:n,newShape:s}=e;if(r.shape.length!==2)throw new Error(`Input indices should be a matrix but received shape ${r.shape}`);if(n.shape.length!==1)throw new Error(`Input shape should be a vector but received shape ${n.shape}`);if(s.shape.length!==1)throw new Error(`Target shape should be a vector but received shape ${s.shape}`);let i=Array.from(t.readSync(n.dataId)),l=t.readSync(r.dataId),a=Array.from(t.readSync(s.dataId)),[c,u,p]=cl(l,r.shape,r.dtype,i,a);return[t.makeTensorInfo(u,r.dtype,c),t.makeTensorInfo([p.length],s.dtype,new Int32Array(p))]}var $d={kernelName:yS,backendName:"webgl",kernelFunc:SS};import{SparseSegmentMean as $S}from"@tensorflow/tfjs-core";function IS(o){let{inputs:e,backend:t}=o,{data:r,indices:n,segmentIds:s}=e;if(r.shape.length<1)throw new Error("Data should be at least 1 dimensional but received scalar");if(n.shape.length!==1)throw new Error(`Indices should be a vector but received shape
              ${n.shape}`);if(s.shape.length!==1)throw new Error(`Segment ids should be a vector but received shape
              ${s.shape}`);let i=t.readSync(r.dataId),l=t.readSync(n.dataId),a=t.readSync(s.dataId),[c,u]=Fo(i,r.shape,r.dtype,l,a,!0);return t.makeTensorInfo(u,r.dtype,c)}var Id={kernelName:$S,backendName:"webgl",kernelFunc:IS};import{SparseSegmentSum as wS}from"@tensorflow/tfjs-core";function TS(o){let{inputs:e,backend:t}=o,{data:r,indices:n,segmentIds:s}=e;if(r.shape.length<1)throw new Error("Data should be at least 1 dimensional but received scalar");if(n.shape.length!==1)throw new Error(`Indices should be a vector but received shape
             ${n.shape}`);if(s.shape.length!==1)throw new Error(`Segment ids should be a vector but received shape
             ${s.shape}`);let i=t.readSync(r.dataId),l=t.readSync(n.dataId),a=t.readSync(s.dataId),[c,u]=Fo(i,r.shape,r.dtype,l,a);return t.makeTensorInfo(u,r.dtype,c)}var wd={kernelName:wS,backendName:"webgl",kernelFunc:TS};import{backend_util as RS,SparseToDense as ES,util as NS}from"@tensorflow/tfjs-core";function kS(o){let{inputs:e,backend:t,attrs:r}=o,{sparseIndices:n,sparseValues:s,defaultValue:i}=e,{outputShape:l}=r,{sliceRank:a,numUpdates:c,sliceSize:u,strides:p,outputSize:d}=RS.calculateShapes(s,n,l),m=!1;if(s.dtype==="string"){let h=t.bufferSync(n),C=t.bufferSync(s),v=NS.decodeString(t.readSync(i.dataId)[0]),b=sl(h,C,l,d,u,c,a,p,v,m);return t.makeTensorInfo(l,b.dtype,b.values)}let f=new Le(c,a,n.shape.length,s.shape.length,p,[d,1],m),g=t.runWebGLProgram(f,[s,n,i],s.dtype),x=y({inputs:{x:g},backend:t,attrs:{shape:l}});return t.disposeIntermediateTensorInfo(g),x}var Td={kernelName:ES,backendName:"webgl",kernelFunc:kS};import{backend_util as AS,SplitV as FS,util as _S}from"@tensorflow/tfjs-core";function DS(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{numOrSizeSplits:s,axis:i}=r,l=_S.parseAxisParam(i,n.shape)[0],a=AS.prepareSplitSize(n,s,l),c=n.shape.length,u=new Array(c).fill(0),p=n.shape.slice();return a.map(d=>{let m=[...p];m[l]=d;let f=xe({inputs:{x:n},backend:t,attrs:{begin:u,size:m}});return u[l]+=d,f})}var Rd={kernelName:FS,backendName:"webgl",kernelFunc:DS};import{Sqrt as PS}from"@tensorflow/tfjs-core";var Ed="return sqrt(x);",OS=R({opSnippet:Ed,packedOpSnippet:Ed,cpuKernelImpl:ul}),Nd={kernelName:PS,backendName:"webgl",kernelFunc:OS};import{Square as LS}from"@tensorflow/tfjs-core";var BS="return x * x;",VS=R({opSnippet:BS}),kd={kernelName:LS,backendName:"webgl",kernelFunc:VS};import{SquaredDifference as US}from"@tensorflow/tfjs-core";var Ad="return (a - b) * (a - b);",MS=F({opSnippet:Ad,packedOpSnippet:Ad}),Fd={kernelName:US,backendName:"webgl",kernelFunc:MS};import{backend_util as WS,StaticRegexReplace as GS}from"@tensorflow/tfjs-core";function zS(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e;if(n.dtype!=="string")throw new Error("Input must be of datatype string");let s=t.readSync(n.dataId),i=WS.fromUint8ToStringArray(s),l=pl(i,"string",r);return t.makeTensorInfo(n.shape,"string",l)}var _d={kernelName:GS,backendName:"webgl",kernelFunc:zS};import{Step as HS}from"@tensorflow/tfjs-core";function KS({inputs:o,attrs:e,backend:t}){let{x:r}=o,n=G+`
    return x > 0.0 ? 1.0 : float(${e.alpha});
  `,s=new X(r.shape,n);return t.runWebGLProgram(s,[r],r.dtype)}var Dd={kernelName:HS,backendName:"webgl",kernelFunc:KS};import{buffer as XS,slice_util as Pd,StridedSlice as qS,util as jS}from"@tensorflow/tfjs-core";var nn=class{constructor(e,t,r){this.variableNames=["x"],this.outputShape=r;let n=r.length,s=N(r.length),i=N(r.length),l="";if(n===1)l="coords * strides + begin";else{let a=0;l=r.map((c,u)=>(a++,r.length===1?`coords * strides[${u}] + begin[${u}]`:`coords[${a-1}] * strides[${u}] + begin[${u}]`)).join(",")}this.userCode=`
      ${s} begin = ${s}(${e});
      ${s} strides = ${s}(${t});

      void main() {
        ${i} coords = getOutputCoords();
        setOutput(getX(${l}));
      }
    `}};function YS(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{begin:s,end:i,strides:l,beginMask:a,endMask:c,ellipsisMask:u,newAxisMask:p,shrinkAxisMask:d}=r,{finalShapeSparse:m,finalShape:f,isIdentity:g,sliceDim0:x,isSimpleSlice:h,begin:C,end:v,strides:b}=Pd.sliceInfo(n.shape,s,i,l,a,c,u,p,d),S;if(g)S=y({inputs:{x:n},backend:t,attrs:{shape:f}});else if(x||h){jS.assert(n.shape.length>=1,()=>`Input must have rank at least 1, got: ${n.shape.length}`);let w=Pd.computeOutShape(C,v,b),I=xe({inputs:{x:n},backend:t,attrs:{begin:C,size:w}});S=y({inputs:{x:I},backend:t,attrs:{shape:f}}),t.disposeIntermediateTensorInfo(I)}else if(t.shouldExecuteOnCPU([n])){let I=t.readSync(n.dataId),A=XS(n.shape,n.dtype,I),k=dl(m,A,b,C);S=t.makeTensorInfo(f,n.dtype,k.values)}else{let I=new nn(C,b,m);S=t.runWebGLProgram(I,[n],n.dtype)}let T=y({inputs:{x:S},backend:t,attrs:{shape:f}});return t.disposeIntermediateTensorInfo(S),T}var Od={kernelName:qS,backendName:"webgl",kernelFunc:YS};import{StringNGrams as QS}from"@tensorflow/tfjs-core";function ZS(o){let{inputs:e,backend:t,attrs:r}=o,{separator:n,nGramWidths:s,leftPad:i,rightPad:l,padWidth:a,preserveShortSequences:c}=r,{data:u,dataSplits:p}=e,d=t.readSync(u.dataId),m=t.readSync(p.dataId),[f,g]=ml(d,m,n,s,i,l,a,c);return[t.makeTensorInfo([f.length],"string",f),t.makeTensorInfo(p.shape,"int32",g)]}var Ld={kernelName:QS,backendName:"webgl",kernelFunc:ZS};import{StringSplit as JS}from"@tensorflow/tfjs-core";function e$(o){let{inputs:e,backend:t,attrs:r}=o,{skipEmpty:n}=r,{input:s,delimiter:i}=e;if(s.dtype!=="string")throw new Error("Input must be of datatype string");if(s.shape.length!==1)throw new Error(`Input must be a vector, got shape: ${s.shape}`);if(i.shape.length!==0)throw new Error(`Delimiter must be a scalar, got shape: ${i.shape}`);let l=t.readSync(s.dataId),a=t.readSync(i.dataId)[0],[c,u,p]=fl(l,a,n),d=u.length;return[t.makeTensorInfo([d,2],"int32",c),t.makeTensorInfo([d],"string",u),t.makeTensorInfo([2],"int32",new Int32Array(p))]}var Bd={kernelName:JS,backendName:"webgl",kernelFunc:e$};import{StringToHashBucketFast as t$}from"@tensorflow/tfjs-core";function o$(o){let{inputs:e,backend:t,attrs:r}=o,{numBuckets:n}=r,{input:s}=e;if(s.dtype!=="string")throw new Error("Input must be of datatype string");if(n<=0)throw new Error("Number of buckets must be at least 1");let i=t.readSync(s.dataId),l=hl(i,n);return t.makeTensorInfo(s.shape,"int32",l)}var Vd={kernelName:t$,backendName:"webgl",kernelFunc:o$};import{Tan as r$}from"@tensorflow/tfjs-core";var n$="return tan(x);",s$=R({opSnippet:n$}),Ud={kernelName:r$,backendName:"webgl",kernelFunc:s$};import{Tanh as i$}from"@tensorflow/tfjs-core";var a$=`
  float e2x = exp(-2.0 * abs(x));
  return sign(x) * (1.0 - e2x) / (1.0 + e2x);
`,l$=R({opSnippet:a$}),Md={kernelName:i$,backendName:"webgl",kernelFunc:l$};import{backend_util as c$,TensorScatterUpdate as u$}from"@tensorflow/tfjs-core";function p$(o){let{inputs:e,backend:t,attrs:r}=o,{tensor:n,indices:s,updates:i}=e,{}=r,{sliceRank:l,numUpdates:a,sliceSize:c,strides:u,outputSize:p}=c$.calculateShapes(i,s,n.shape),d=[p/c,c];if(p===0)return t.makeTensorInfo(n.shape,s.dtype);let m=y({inputs:{x:s},backend:t,attrs:{shape:[a,l]}}),f=y({inputs:{x:i},backend:t,attrs:{shape:[a,c]}}),g=y({inputs:{x:n},backend:t,attrs:{shape:d}}),x=new Le(a,l,m.shape.length,f.shape.length,u,d,!1,!0),h=t.runWebGLProgram(x,[f,m,g],g.dtype),C=y({inputs:{x:h},backend:t,attrs:{shape:n.shape}});return t.disposeIntermediateTensorInfo(m),t.disposeIntermediateTensorInfo(f),t.disposeIntermediateTensorInfo(g),t.disposeIntermediateTensorInfo(h),C}var Wd={kernelName:u$,backendName:"webgl",kernelFunc:p$};import{buffer as m$,Tile as f$,util as h$}from"@tensorflow/tfjs-core";var sn=class{constructor(e,t){this.variableNames=["A"];let r=new Array(e.length);for(let i=0;i<r.length;i++)r[i]=e[i]*t[i];this.outputShape=r,this.rank=r.length;let n=N(this.rank),s=d$(e);this.userCode=`
      void main() {
        ${n} resRC = getOutputCoords();
        setOutput(getA(${s}));
      }
    `}};function d$(o){let e=o.length;if(e>5)throw Error(`Tile for rank ${e} is not yet supported`);if(e===1)return`imod(resRC, ${o[0]})`;let t=["resRC.x","resRC.y","resRC.z","resRC.w","resRC.u"],r=[];for(let n=0;n<o.length;n++)r.push(`imod(${t[n]}, ${o[n]})`);return r.join()}function di(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{reps:s}=r;if(n.dtype==="string"||n.shape.length>5){let a=t.readSync(n.dataId),c=n.dtype==="string"?a.map(d=>h$.decodeString(d)):a,u=m$(n.shape,n.dtype,c),p=gl(u,s);return t.makeTensorInfo(p.shape,p.dtype,p.values)}let i=new sn(n.shape,s);return t.runWebGLProgram(i,[n],n.dtype)}var Gd={kernelName:f$,backendName:"webgl",kernelFunc:di};import{env as zd,TopK as x$,util as g$}from"@tensorflow/tfjs-core";var an=class{constructor(e){this.variableNames=["x","indices"],this.customUniforms=[{name:"n",type:"int"},{name:"firstPass",type:"int"},{name:"negativeInf",type:"float"},{name:"dir",type:"int"},{name:"inc",type:"int"}],this.outputShape=e,this.userCode=`
       void main() {
         ivec2 coords = getOutputCoords();
         int batch = coords[0];
         int elemIdx = coords[1];

         // We compare elements pair-wise within a group of size 2 * inc.
         // The comparing rule for each group alternates between ascending
         // and descending. Within each group, we compare each pair at
         // positions i and i+inc. To decide whether an element at position i
         // is x0 or x1, we mod it by 2 * inc, if the result is smaller than
         // inc, it is in the first half of the group, we denote it as x0,
         // otherwise we denote it as x1.
         // For example, as shown in the Bitonic top K paper referenced above,
         // Figure5(a) shows that element[1] is in the
         // second half of the group when group size is 2, but it is in the
         // first half of the group when group size is 4.

         bool isFirstInPair = imod(elemIdx, 2 * inc) < inc;
         int i = isFirstInPair ? elemIdx : elemIdx - inc;

         int i0 = firstPass == 1 ? i : int(getIndices(batch, i));
         int i1 = firstPass == 1 ? i + inc : int(getIndices(batch, i + inc));
         float x0 = i0 < n ? getX(batch, i0) : negativeInf;
         float x1 = i1 < n ? getX(batch, i1) : negativeInf;

         // Denotes which direction indices are in (ascending or descending).
         bool reverse = imod(elemIdx, 2 * dir) >= dir;
         bool isGreater = x0 > x1 || (x0 == x1 && i1 > i0);
         if (reverse == isGreater) { // Elements in opposite order of direction
           int iTemp = i0;
           i0 = i1;
           i1 = iTemp;
         }
         if (isFirstInPair) {
            setOutput(float(i0));
         } else {
            setOutput(float(i1));
         }
       }
     `}},ln=class{constructor(e){this.variableNames=["x","indices"],this.customUniforms=[{name:"n",type:"int"},{name:"firstPass",type:"int"},{name:"k",type:"int"}],this.outputShape=e,this.userCode=`
    void main() {
         // Takes max of indices (0, k), (1, k + 1), (2, k + 2) ...
         ivec2 coords = getOutputCoords();
         int batch = coords[0];
         int elemIdx = coords[1];

         // The output size is half of the previous size.
         // If the previous sequence is | | | | _ _ _ _  | | | |  _ _ _ _ (k=4),
         // we only need to output the indices at positions |, the indices at
         // positions _ can be thrown away, see Figure5(b) After Phase 2
         // (Merge phase) in the Bitonic Top K paper referenced above.
         // For example, the paper shows we only need to output the orange bars.
         // The output sequence should look like this | | | | | | | |.
         // Because the sequence is halved, to map the output index back
         // to the previous sequence to find the corresponding value,
         // we need to double the index. When we double the index,
         // we basically interpolate a position, so 2i looks like
         // | _ | _ | _ | _ | _ | _ | _. We move the | to the first k position
         // of each 2k positions by - elemIdx % k. E.g. for output at
         // index 4,5,6,7, we want to get the corresponding element at
         // original index 8,9,10,11, for output at index 8,9,10,11,
         // we want to get the corresponding element at original index
         // 16,17,18,19, so on and so forth.

         int i = elemIdx < k ? elemIdx : (elemIdx * 2 - imod(elemIdx, k));
         int i0 = firstPass == 1 ? i : int(getIndices(batch, i));
         int i1 = firstPass == 1 ? i + k : int(getIndices(batch, i + k));

         float x0 = getX(batch, i0);
         float x1 = i1 < n ? getX(batch, i1) : x0;

         setOutput(x0 >= x1 ? float(i0) : float(i1));
       }
     `}};function Qe(o,e){e!==null&&o.disposeIntermediateTensorInfo(e)}function Hd(o){let e=1;for(;e<o;)e*=2;return e}function C$(o){let{inputs:e,backend:t,attrs:r}=o,{x:n}=e,{k:s,sorted:i}=r,l=zd().getNumber("TOPK_LAST_DIM_CPU_HANDOFF_SIZE_THRESHOLD"),a=zd().getNumber("TOPK_K_CPU_HANDOFF_THRESHOLD"),c=n.shape,u=c[c.length-1];if(t.shouldExecuteOnCPU([n])||u<l||s>a){let k=t.readSync(n.dataId),[V,U]=Cl(k,c,n.dtype,s,i);return[t.makeTensorInfo(V.shape,V.dtype,V.values),t.makeTensorInfo(U.shape,U.dtype,U.values)]}if(s===0)return c[c.length-1]=0,[t.makeTensorInfo(c,n.dtype,[]),t.makeTensorInfo(c,"int32",[])];if(u===1)return[n,Ee({attrs:{shape:c,dtype:"int32",value:0},backend:t})];let p=t.texData.get(n.dataId),d=p!==null&&p.isPacked,m=d?t.unpackTensor(n):n,g=g$.sizeFromShape(c)/u,x=y({inputs:{x:m},attrs:{shape:[g,u]},backend:t});d&&Qe(t,m);let h=Hd(s),C=Hd(u),v=null,b=()=>v===null?[x,x]:[x,v],S=(k,V,U)=>{let ge=b(),oe=new an(U),ce=[[u],[v===null?1:0],[Number.NEGATIVE_INFINITY],[k],[V]],de=v;v=t.runWebGLProgram(oe,ge,"int32",ce),Qe(t,de)};for(let k=1;k<h;k*=2){let V=k*2;for(let U=k;U>=1;U/=2)S(V,U,[g,C])}for(let k=C;k>h;k/=2){let V=b(),U=new ln([g,k/2]),oe=[[u],[v===null?1:0],[h]],le=v;v=t.runWebGLProgram(U,V,"int32",oe),Qe(t,le);let ce=h/2,de=ce*2;for(let Y=ce;Y>=1;Y/=2)S(de,Y,v.shape)}let T=v;v=xe({inputs:{x:v},backend:t,attrs:{begin:0,size:[g,s]}}),Qe(t,T);let w=ni({inputs:{x,indices:v},backend:t,attrs:{axis:1,batchDims:1}});Qe(t,x);let I=c.slice(0,-1);I.push(s),T=v,v=y({inputs:{x:v},attrs:{shape:I},backend:t}),Qe(t,T);let A=w;return w=y({inputs:{x:w},attrs:{shape:I},backend:t}),Qe(t,A),[w,v]}var Kd={kernelName:x$,backendName:"webgl",kernelFunc:C$};import{Transform as b$}from"@tensorflow/tfjs-core";var cn=class{constructor(e,t,r,n,s,i){this.variableNames=["Image","Transforms"],this.outputShape=i;let l=r==="nearest"?1:2,a;switch(n){case"constant":a=1;break;case"reflect":a=2;break;case"wrap":a=3;break;case"nearest":a=4;break;default:a=1;break}this.userCode=`
            float mapCoord(float outCoord, float len) {
              float inCoord = outCoord;
              if(${a} == 2) {
                if (inCoord < 0.0) {
                  if (len <= 1.0) {
                    inCoord = 0.0;
                  } else {
                    float sz2 = 2.0 * len;
                    if (inCoord < sz2) {
                      inCoord = sz2 * float(int(float(-inCoord / sz2))) +
                      inCoord;
                    }
                    inCoord = inCoord < -len ? inCoord + sz2 : -inCoord - 1.0;
                  }
                } else if (inCoord > len - 1.0) {
                  if (len <= 1.0) {
                    inCoord = 0.0;
                  } else {
                    float sz2 = 2.0 * len;
                    inCoord -= sz2 * float(int(float(inCoord / sz2)));
                    if (inCoord >= len) {
                      inCoord = sz2 - inCoord - 1.0;
                    }
                  }
                }
                return clamp(inCoord, 0.0, len - 1.0);
              } else if (${a} == 3) {
                if (inCoord < 0.0) {
                  if (len <= 1.0) {
                    inCoord = 0.0;
                  } else {
                    float sz = len - 1.0;
                    inCoord += len * (float(int(float(-inCoord / sz))) + 1.0);
                  }
                } else if (inCoord > len - 1.0) {
                  if (len <= 1.0) {
                    inCoord = 0.0;
                  } else {
                    float sz = len - 1.0;
                    inCoord -= len * float(int(float(inCoord / sz)));
                  }
                }
                return clamp(inCoord, 0.0, len - 1.0);
              } else if (${a} == 4) {
                return clamp(outCoord, 0.0, len - 1.0);
              } else {
                return outCoord;
              }
            }

            float readWithFillValue(int batch, int coordY, int coordX,
              int channel) {
              float outputValue;
              if (0 <= coordY && coordY < ${e} && 0 <= coordX && coordX < ${t}) {
                  outputValue = getImage(batch, coordY, coordX, channel);
              } else {
                outputValue = float(${s});
              }
              return outputValue;
            }

            void main() {
              ivec4 coords = getOutputCoords();
              float outputValue;
              int batch = coords[0];
              int x = coords[2];
              int y = coords[1];
              int channel = coords[3];
              float xf = float(x);
              float yf = float(y);
              float a1 = getTransforms(batch, 0);
              float a2 = getTransforms(batch, 1);
              float a3 = getTransforms(batch, 2);
              float b1 = getTransforms(batch, 3);
              float b2 = getTransforms(batch, 4);
              float b3 = getTransforms(batch, 5);
              float c1 = getTransforms(batch, 6);
              float c2 = getTransforms(batch, 7);
              float projection = c1 * xf + c2 * yf + 1.0;
              if (projection == 0.0) {
                outputValue = float(${s});
              } else {
                float inX = (a1 * xf + a2 * yf + a3) / projection;
                float inY = (b1 * xf + b2 * yf + b3) / projection;
                float mapX = mapCoord(inX, float(${t}));
                float mapY = mapCoord(inY, float(${e}));

                if (${l} == 1) {
                  int coordY = int(round(mapY));
                  int coordX = int(round(mapX));
                  outputValue = readWithFillValue(batch, coordY, coordX,
                    channel);
                } else {
                  float yFloor = floor(mapY);
                  float xFloor = floor(mapX);
                  float yCeil = yFloor + 1.0;
                  float xCeil = xFloor + 1.0;
                  float valueYFloor = (xCeil - mapX) *
                  readWithFillValue(batch, int(yFloor), int(xFloor), channel) +
                  (mapX - xFloor) *
                  readWithFillValue(batch, int(yFloor), int(xCeil), channel);
                  float valueYCeil = (xCeil - mapX) *
                  readWithFillValue(batch, int(yCeil), int(xFloor), channel) +
                  (mapX - xFloor) *
                  readWithFillValue(batch, int(yCeil), int(xCeil), channel);
                  outputValue = (yCeil - mapY) * valueYFloor +
                  (mapY - yFloor) * valueYCeil;
                }
              }
              setOutput(outputValue);
            }
        `}};function v$(o){let{inputs:e,backend:t,attrs:r}=o,{image:n,transforms:s}=e,{interpolation:i,fillMode:l,fillValue:a,outputShape:c}=r,[u,p,d,m]=n.shape,[f,g]=c??[p,d],x=[u,f,g,m],h=new cn(p,d,i,l,a,x);return t.runWebGLProgram(h,[n,s],"float32")}var Xd={kernelName:b$,backendName:"webgl",kernelFunc:v$};import{Unique as y$}from"@tensorflow/tfjs-core";function S$(o){let{inputs:e,attrs:t,backend:r}=o,{axis:n}=t,{x:s}=e;me(s,"unique"),console.warn("WARNING: ","UI might be locked temporarily as data is being downloaded");let i=r.readSync(s.dataId),{outputValues:l,outputShape:a,indices:c}=bl(i,n,s.shape,s.dtype);return[r.makeTensorInfo(a,s.dtype,l),r.makeTensorInfo([c.length],"int32",c)]}var qd={kernelName:y$,backendName:"webgl",kernelFunc:S$};import{Unpack as $$}from"@tensorflow/tfjs-core";function I$(o){let{inputs:e,backend:t,attrs:r}=o,{value:n}=e,{axis:s}=r;s<0&&(s+=n.shape.length);let i=n,l=i.shape.length,a=n.shape[s],c=new Array(l-1),u=0;for(let g=0;g<l;g++)g!==s&&(c[u++]=i.shape[g]);let p=[],d=new Array(l).fill(0),m=i.shape.slice();m[s]=1;let f=new Array(a);for(let g=0;g<f.length;g++){d[s]=g;let x=xe({inputs:{x:i},backend:t,attrs:{begin:d,size:m}}),h=y({inputs:{x},backend:t,attrs:{shape:c}});f[g]=h,p.push(x)}return p.forEach(g=>t.disposeIntermediateTensorInfo(g)),f}var jd={kernelName:$$,backendName:"webgl",kernelFunc:I$};import{backend_util as eo,sumOutType as w$,UnsortedSegmentSum as T$,util as R$}from"@tensorflow/tfjs-core";var un=class{constructor(e,t){this.variableNames=["x","segmentIds"];let r=e.windowSize,n=e.batchSize,s=e.inSize,i=e.numSegments,l=i*Math.ceil(s/r);this.outputShape=[n,l];let a="0.0",c="sumValue",u=Math.floor(r/4)*4,p=r%4,d=`
        sumValue += dot(values, segFilter);
    `,m="";s%r>0&&(m=`
        if (inIdx < 0 || inIdx >= ${s}) {
          return initializationValue;
        }
      `);let f="";s%r>0&&(f=`
        if (inIdx < 0 || inIdx >= ${s}) {
          return -1.0;
        }
      `),this.userCode=`
      const float initializationValue = ${a};

      float getValue(int batch, int inIdx) {
        ${m}
        return getX(batch, inIdx);
      }

      float getSegmentIdAtIndex(int inIdx) {
        ${f}
        return getSegmentIds(inIdx);
      }

      void main() {
        ivec2 coords = getOutputCoords();
        int batch = coords[0];
        int outIdx = coords[1];
        int inOffset = int(floor(float(outIdx) / float(
          ${i})) * float(${r}));
        int currentSeg = int(mod(float(outIdx), float(${i})));

        float sumValue = 0.0;

        for (int i = 0; i < ${u}; i += 4) {
          int inIdx = inOffset + i;
          vec4 values = vec4(
            getValue(batch, inIdx),
            getValue(batch, inIdx + 1),
            getValue(batch, inIdx + 2),
            getValue(batch, inIdx + 3)
          );

          vec4 segFilter = vec4(
            int(getSegmentIdAtIndex(inIdx)) == currentSeg ? 1 : 0,
            int(getSegmentIdAtIndex(inIdx + 1)) == currentSeg ? 1 : 0,
            int(getSegmentIdAtIndex(inIdx + 2)) == currentSeg ? 1 : 0,
            int(getSegmentIdAtIndex(inIdx + 3)) == currentSeg ? 1 : 0
          );

          ${d}
        }

        int inIdx = inOffset + ${u};
        if (${p===1}) {
          vec4 values = vec4(
            getValue(batch, inIdx),
            initializationValue,
            initializationValue,
            initializationValue
          );

          int inIdxSeg = int(getSegmentIdAtIndex(inIdx));

          vec4 segFilter = vec4(
            int(getSegmentIdAtIndex(inIdx)) == currentSeg ? 1 : 0,
            0,
            0,
            0
          );

          ${d}
        } else if (${p===2}) {
          vec4 values = vec4(
            getValue(batch, inIdx),
            getValue(batch, inIdx + 1),
            initializationValue,
            initializationValue
          );

          vec4 segFilter = vec4(
            int(getSegmentIdAtIndex(inIdx)) == currentSeg ? 1 : 0,
            int(getSegmentIdAtIndex(inIdx + 1)) == currentSeg ? 1 : 0,
              0,
              0
          );

          ${d}
        } else if (${p===3}) {
          vec4 values = vec4(
            getValue(batch, inIdx),
            getValue(batch, inIdx + 1),
            getValue(batch, inIdx + 2),
            initializationValue
          );

          vec4 segFilter = vec4(
            int(getSegmentIdAtIndex(inIdx)) == currentSeg ? 1 : 0,
            int(getSegmentIdAtIndex(inIdx + 1)) == currentSeg ? 1 : 0,
            int(getSegmentIdAtIndex(inIdx + 2)) == currentSeg ? 1 : 0,
            0
          );

          ${d}
        }
        setOutput(${c});
      }
    `}};function E$(o){let{inputs:e,backend:t,attrs:r}=o,{x:n,segmentIds:s}=e,{numSegments:i}=r,l=n.shape.length,a=[],c=0,u=eo.getAxesPermutation([c],l),p=n;u!=null&&(p=L({inputs:{x:n},backend:t,attrs:{perm:u}}),a.push(p),c=eo.getInnerMostAxes(1,l)[0]);let d=eo.segment_util.computeOutShape(p.shape,c,i),m=R$.sizeFromShape([p.shape[c]]),f=y({inputs:{x:p},backend:t,attrs:{shape:[-1,m]}});a.push(f);let g=w$(n.dtype),x=(b,S,T,w,I)=>{let A=b.shape[0],k=b.shape[1],V=eo.segment_util.segOpComputeOptimalWindowSize(k,I),U={windowSize:V,inSize:k,batchSize:A,numSegments:I},ge=new un(U,S),oe=t.compileAndRun(ge,[b,T],w);if(a.push(oe),oe.shape[1]===I)return oe;let le=ui({backend:t,attrs:{start:0,stop:I,step:1,dtype:"float32"}}),ce=di({inputs:{x:le},backend:t,attrs:{reps:[k/V]}});return a.push(le),a.push(ce),x(oe,S,ce,w,I)},h=x(f,"unsortedSegmentSum",s,g,i),C=y({inputs:{x:h},backend:t,attrs:{shape:d}}),v=C;if(u!=null){a.push(C);let b=eo.getUndoAxesPermutation(u);v=L({inputs:{x:v},backend:t,attrs:{perm:b}})}return a.forEach(b=>t.disposeIntermediateTensorInfo(b)),v}var Yd={kernelName:T$,backendName:"webgl",kernelFunc:E$};var k$=[Zl,ec,tc,oc,nc,ic,lc,uc,mc,fc,hc,xc,gc,Cc,bc,Sc,$c,Ic,wc,Tc,Rc,kc,Ac,_c,Dc,Uc,Wc,Gc,Vl,Hc,jc,Zc,eu,ou,ru,nu,su,iu,au,lu,pu,du,mu,fu,xu,gu,Cu,bu,vu,yu,Su,$u,Iu,wu,Tu,Ru,Nu,ku,Au,Fu,Du,Pu,Ou,Vu,Wu,zu,Hu,Ku,Xu,Bl,qu,Kc,ju,Yu,Qu,Ul,Zu,Ju,ep,tp,op,rp,np,sp,ip,ap,pp,dp,hp,xp,gp,Cp,Sp,wp,Rp,Ep,Np,kp,Pp,Kl,Op,Lp,Bp,Vp,Pc,Up,Gp,Hp,Kp,Xp,Ml,jp,Yp,Qp,Zp,Jp,Oc,Ap,ed,td,od,ql,rd,nd,sd,id,ad,ld,cd,ud,pd,dd,md,hd,xd,gd,Cd,bd,Nc,Dp,vd,yd,Sd,$d,Id,wd,Td,Rd,Nd,kd,Fd,_d,Dd,Od,Ld,Bd,Vd,_p,Yl,Ud,Md,Wd,Gd,Kd,Xd,Ql,qd,jd,Yd,Mp];for(let o of k$)N$(o);export{We as GPGPUContext,ft as MathBackendWebGL,Ll as forceHalfFloat,ts as gpgpu_util,fn as setWebGLContext,vh as version_webgl,tN as webgl,rt as webgl_util};
