// Written by tools/bundle-tfjs.mjs from TensorFlow.js. Copyright Google LLC, Apache License 2.0: see NOTICE.md.
var Ep=Object.defineProperty;var ni=(o,t)=>{for(var e in t)Ep(o,e,{get:t[e],enumerable:!0})};import{env as Lp}from"@tensorflow/tfjs-core";var oe=Lp();oe.registerFlag("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE",()=>15);oe.registerFlag("WEBGPU_CPU_FORWARD",()=>!0);oe.registerFlag("WEBGPU_MATMUL_PROGRAM_TYPE",()=>-1);oe.registerFlag("WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE",()=>!0);oe.registerFlag("WEBGPU_USE_LOW_POWER_GPU",()=>!1);oe.registerFlag("WEBGPU_CPU_HANDOFF_SIZE_THRESHOLD",()=>1e3);oe.registerFlag("WEBGPU_USE_PROFILE_TOOL",()=>!1);oe.registerFlag("WEBGPU_IMPORT_EXTERNAL_TEXTURE",()=>!0);oe.registerFlag("WEBGPU_USE_NAIVE_CONV2D_DEBUG",()=>!1);oe.registerFlag("WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL",()=>-1);oe.registerFlag("WEBGPU_CONV_SEPARATE_IM2COL_SHADER",()=>!1);oe.registerFlag("WEBGPU_PRINT_SHADER",()=>"");oe.registerFlag("WEBGPU_ENGINE_COMPILE_ONLY",()=>!1);import{env as tl,registerBackend as ol}from"@tensorflow/tfjs-core";import{backend_util as Ci,buffer as yi,DataStorage as Qp,engine as tr,env as Se,KernelBackend as Zp,util as O}from"@tensorflow/tfjs-core";var ct=class{constructor(t){t&&(this.vendor=t.vendor,this.architecture=t.architecture,this.intelGPUGeneration=this.getIntelGPUGeneration())}getIntelGPUGeneration(){if(this.isIntel()){if(this.architecture.startsWith("gen"))return Number(this.architecture.match(/\d+/));if(this.architecture.startsWith("xe"))return 12}return 0}isIntel(){return this.vendor==="intel"}};var dt=class{constructor(t){this.device=t,this.numUsedBuffers=0,this.numFreeBuffers=0,this.freeBuffers=new Map,this.usedBuffers=new Map,this.numBytesUsed=0,this.numBytesAllocated=0}acquireBuffer(t,e,i=!1,r=!0){let s,n=ai(t,e);return r?(this.freeBuffers.has(n)||this.freeBuffers.set(n,[]),this.freeBuffers.get(n).length>0?(s=this.freeBuffers.get(n).pop(),this.numFreeBuffers--):(s=this.device.createBuffer({size:t,usage:e,mappedAtCreation:i}),this.numBytesAllocated+=t)):(s=this.device.createBuffer({size:t,usage:e,mappedAtCreation:i}),this.numBytesAllocated+=t),this.usedBuffers.has(n)||this.usedBuffers.set(n,[]),this.usedBuffers.get(n).push(s),this.numUsedBuffers++,this.numBytesUsed+=t,s}releaseBuffer(t,e=!0){if(this.freeBuffers.size===0)return;let i=t.size,r=t.usage,s=ai(i,r),n=this.usedBuffers.get(s),a=n.indexOf(t);if(a<0)throw new Error("Cannot find the buffer in buffer manager");n[a]=n[n.length-1],n.pop(),this.numUsedBuffers--,this.numBytesUsed-=i,e?(this.freeBuffers.get(s).push(t),this.numFreeBuffers++):(t.destroy(),this.numBytesAllocated-=i)}getNumUsedBuffers(){return this.numUsedBuffers}getNumFreeBuffers(){return this.numFreeBuffers}dispose(){this.freeBuffers.forEach((t,e)=>{t.forEach(i=>{i.destroy()})}),this.usedBuffers.forEach((t,e)=>{t.forEach(i=>{i.destroy()})}),this.freeBuffers=new Map,this.usedBuffers=new Map,this.numUsedBuffers=0,this.numFreeBuffers=0,this.numBytesUsed=0,this.numBytesAllocated=0}};function ai(o,t){return`${o}_${t}`}var mt=class{constructor(t){this.device=t,this.numUsedTextures=0,this.numFreeTextures=0,this.freeTextures=new Map,this.usedTextures=new Map,this.numBytesUsed=0,this.numBytesAllocated=0}acquireTexture(t,e,i,r){let s=pi(i),n=t*e*s,a=ui(t,e,i,r);if(this.freeTextures.has(a)||this.freeTextures.set(a,[]),this.usedTextures.has(a)||this.usedTextures.set(a,[]),this.numBytesUsed+=n,this.numUsedTextures++,this.freeTextures.get(a).length>0){this.numFreeTextures--;let p=this.freeTextures.get(a).shift();return this.usedTextures.get(a).push(p),p}this.numBytesAllocated+=n;let u=this.device.createTexture({size:[t,e],format:i,usage:r});return this.usedTextures.get(a).push(u),u}releaseTexture(t){if(this.freeTextures.size===0)return;let e=t.width,i=t.height,r=t.format,s=t.usage,n=ui(e,i,r,s);this.freeTextures.has(n)||this.freeTextures.set(n,[]),this.freeTextures.get(n).push(t),this.numFreeTextures++,this.numUsedTextures--;let a=this.usedTextures.get(n),u=a.indexOf(t);if(u<0)throw new Error("Cannot release a texture that was never provided by this texture manager");a.splice(u,1);let p=pi(r),l=e*i*p;this.numBytesUsed-=l}getNumUsedTextures(){return this.numUsedTextures}getNumFreeTextures(){return this.numFreeTextures}dispose(){this.freeTextures.forEach((t,e)=>{t.forEach(i=>{i.destroy()})}),this.usedTextures.forEach((t,e)=>{t.forEach(i=>{i.destroy()})}),this.freeTextures=new Map,this.usedTextures=new Map,this.numUsedTextures=0,this.numFreeTextures=0,this.numBytesUsed=0,this.numBytesAllocated=0}};function ui(o,t,e,i){return`${o}_${t}_${e}_${i}`}function pi(o){if(o==="rgba8unorm")return 16;throw new Error(`${o} is not supported!`)}import{backend_util as hi,env as _p,util as ht}from"@tensorflow/tfjs-core";function li(o,t){if(Math.max(...o)>5)throw new Error("Cannot symbolically compute strides for rank > 6 tensor.");let e=o.length,i="xyzwuv",r=o.map(n=>`${t}.${i[n]}`),s=new Array(e-1);s[e-2]=r[e-1];for(let n=e-3;n>=0;--n)s[n]=`(${s[n+1]} * ${r[n+1]})`;return s}var Z=(o,t,e)=>e==="int32"?`atomicAdd(${o}, bitcast<i32>(${t}));`:`
          {
            var oldValue = 0;
            loop {
              let newValueF32 = bitcast<f32>(oldValue) + (${t});
              let newValue = bitcast<i32>(newValueF32);
              let res = atomicCompareExchangeWeak(${o}, oldValue, newValue);
              if res.exchanged {
                break;
              }
              oldValue = res.old_value;
            }
          }`;var le;(function(o){o[o.FROM_PIXELS=0]="FROM_PIXELS",o[o.DRAW=1]="DRAW"})(le||(le={}));var fi=(o,t,e,i,r)=>{let s={dtype:i.dtype,shape:i.shape},n=Mp(e,s,t),a=o.createShaderModule({code:n,label:t.constructor.name}),u=_p().get("WEBGPU_PRINT_SHADER");if(u!==""){u=u.toLowerCase();let p=u.split(",");(u==="all"||p.some(l=>t.shaderKey.toLowerCase().includes(l)))&&(console.group(t.shaderKey),console.debug(n),console.groupEnd())}return r?o.createComputePipelineAsync({compute:{module:a,entryPoint:"_start"},label:t.constructor.name,layout:"auto"}):o.createComputePipeline({compute:{module:a,entryPoint:"_start"},label:t.constructor.name,layout:"auto"})},z=(o,t="f32")=>{switch(o){case 1:return`${t}`;case 2:return`vec2<${t}>`;case 3:return`vec3<${t}>`;case 4:return`vec4<${t}>`;default:throw new Error(`${o}-component ${t} is not supported.`)}};function E(o){if(o<=1)return"i32";if(o===2)return"vec2<i32>";if(o===3)return"vec3<i32>";if(o===4)return"vec4<i32>";if(o===5)return"vec5";if(o===6)return"vec6";throw Error(`GPU for rank ${o} is not yet supported`)}function ie(o){if(o===0)return"x";if(o===1)return"y";if(o===2)return"z";if(o===3)return"w";if(o===4)return"u";if(o===5)return"v";throw Error(`Index ${o} is not yet supported`)}function y(...o){let t;switch(o.length){case 0:t=`
        fn main()
      `;break;case 1:t=`
        fn main(${o[0]} : i32)
      `;break;default:throw Error("Unreachable")}return t}function ci(o,t){let e;return e=`
     ${Bp(t)}
      fn _start(@builtin(local_invocation_id) LocalId : vec3<u32>,
                @builtin(global_invocation_id) GlobalId : vec3<u32>,
                @builtin(local_invocation_index) LocalIndex: u32,
                @builtin(workgroup_id) WorkgroupId : vec3<u32>,
                @builtin(num_workgroups) NumWorkgroups : vec3<u32>) {
        localId = LocalId;
        localIndex = LocalIndex;
        globalId = GlobalId;
        numWorkgroups = NumWorkgroups;
        workgroupId = WorkgroupId;
        ${o?"main(getGlobalIndex());":"main();"};
      }
    `,e}function Bp(o){return`
  @compute @workgroup_size(${o.workgroupSize[0]}, ${o.workgroupSize[1]}, ${o.workgroupSize[2]})
`}function Mp(o,t,e){let i=[],r=e.workgroupSize[0]*e.workgroupSize[1]*e.workgroupSize[2];if(e.outputComponent=e.outputComponent?e.outputComponent:1,i.push(`

      var<private> localId: vec3<u32>;
      var<private> localIndex: u32;
      var<private> globalId: vec3<u32>;
      var<private> numWorkgroups: vec3<u32>;
      var<private> workgroupId: vec3<u32>;

      // Only used when the y/z dimension of workgroup size is 1.
      fn getGlobalIndex() -> i32 {
        ${xi(e)?"  return i32(globalId.x);":`  return i32((workgroupId.z * numWorkgroups.x * numWorkgroups.y +
                workgroupId.y * numWorkgroups.x + workgroupId.x) * ${r}u +
                localIndex);
        `}
      }
    `),e.pixelsOpType!=null){let h=e.pixelsOpType===le.FROM_PIXELS?`@group(0) @binding(0) var<storage, read_write> result: array<${fe(t.dtype,e.outputComponent)}>;`:`@group(0) @binding(1) var<storage, read> inBuf : array<${fe(o[0].dtype,e.outputComponent)}>;`,g=t.shape.length===3?"vec2<i32>":"i32";i.push(`
        struct Uniform {
          outShapeStrides : ${g},
          size            : i32,
          numChannels     : i32,
          alpha           : f32,
        };

        ${h}
        @group(0) @binding(2) var<uniform> uniforms: Uniform;
      `);let f=mi(e);return[di,i.join(`
`),Ve(t.shape),e.getUserCode(),ci(f,e)].join(`
`)}let s,n,a="struct Uniforms { NAN : f32, INFINITY : f32, ";e.variableNames.forEach((h,g)=>{let f=E(o[g].shape.length);a+=`${h.charAt(0).toLowerCase()+h.slice(1)}Shape : ${f}, `,s=o[g].shape.length-1,n=E(s),a+=`${h.charAt(0).toLowerCase()+h.slice(1)}ShapeStrides: ${n}, `});let u=E(t.shape.length);a+=`outShape : ${u}, `,s=t.shape.length-1,n=E(s),a+=`
         outShapeStrides: ${n}, `,e.size&&(a+="size : i32, "),e.uniforms&&(a+=e.uniforms),a+="};",a=qp(a),i.push(a),e.atomic?i.push(`
      @group(0) @binding(0) var<storage, read_write> result: array<atomic<i32>>;
    `):i.push(`
      @group(0) @binding(0) var<storage, read_write> result: array<${fe(t.dtype,e.outputComponent)}>;
    `),e.variableNames.forEach((h,g)=>{i.push(`
      @group(0) @binding(${1+g}) var<storage, read> ${h}: array<${e.variableComponents?fe(o[g].dtype,e.variableComponents[g]):fe(o[g].dtype,e.outputComponent)}>;
        `)}),a!==""&&i.push(`
      @group(0) @binding(${1+e.variableNames.length}) var<uniform> uniforms: Uniforms;
      `);let p=Gp(t.shape,e.dispatchLayout),l=[di,i.join(`
`)+Up,Ve(t.shape),p,Hp(t.shape.length)];e.atomic||l.push(Kp(t.shape,t.dtype,e.outputComponent)),e.variableNames.forEach((h,g)=>{l.push(`${Ve(o[g].shape,h)}`)});let c=o.map((h,g)=>Vp(h,t.shape,e.variableComponents?e.variableComponents[g]:e.outputComponent,e.dispatchLayout.x.length===t.shape.length)).join(`
`);l.push(c),l.push(e.getUserCode());let d=mi(e);return l.push(ci(d,e)),l.join(`
`)}function gi(o,t,e){let i=o.shaderKey;if(o.pixelsOpType!=null)return i;let r=[],s=[];t.forEach(l=>{r.push(l.shape),s.push(l.dtype)}),r.push(e.shape),s.push(e.dtype);let n=t.map(l=>hi.getBroadcastDims(l.shape,e.shape)),a=t.map(l=>ht.arraysEqual(l.shape,e.shape)).join("_"),u=n.map(l=>l.join("_")).join(";"),p=xi(o)?"flatDispatch":"";return i+="_"+(o.workgroupSize?o.workgroupSize.join(","):"")+r.map(l=>l.length).join(",")+s.join(",")+o.variableNames.join(",")+u+a+p,i}var di=`
  struct vec5 {x: i32, y: i32, z: i32, w: i32, u: i32};
  struct vec6 {x: i32, y: i32, z: i32, w: i32, u: i32, v: i32};

  // Checks whether coordinates lie within the bounds of the shape.
  fn coordsInBounds2D(coord : vec2<i32>, shape : vec2<i32>) -> bool {
    return all(coord >= vec2<i32>(0)) && all(coord < shape);
  }
  fn coordsInBounds3D(coord : vec3<i32>, shape : vec3<i32>) -> bool {
    return all(coord >= vec3<i32>(0)) && all(coord < shape);
  }
  fn coordsInBounds4D(coord : vec4<i32>, shape : vec4<i32>) -> bool {
    return all(coord >= vec4<i32>(0)) && all(coord < shape);
  }

  fn getIndexFromCoords1D(coord : i32, shape : i32) -> i32 {
    return coord;
  }
  fn getIndexFromCoords2D(coords : vec2<i32>, shape : vec2<i32>) -> i32 {
    return dot(coords, vec2<i32>(shape.y, 1));
  }
  fn getIndexFromCoords3D(coords : vec3<i32>, shape : vec3<i32>) -> i32 {
    return dot(coords, vec3<i32>(shape.y * shape.z, shape.z, 1));
  }
  fn getIndexFromCoords4D(coords : vec4<i32>, shape : vec4<i32>) -> i32 {
    return dot(coords, vec4<i32>(
        shape.y * shape.z * shape.w, shape.z * shape.w, shape.w, 1));
  }
  fn getIndexFromCoords5D(coords : vec5, shape : vec5) -> i32 {
    let shapeStrides: vec5 = vec5(shape.y * shape.z * shape.w * shape.u, shape.z * shape.w * shape.u, shape.w * shape.u, shape.u, 1);
    return coords.x*shapeStrides.x + coords.y*shapeStrides.y + coords.z*shapeStrides.z + coords.w*shapeStrides.w + coords.u*shapeStrides.u;
  }
  fn getIndexFromCoords6D(coords : vec6, shape : vec6) -> i32 {
    let shapeStrides: vec6 = vec6(shape.y * shape.z * shape.w * shape.u * shape.v, shape.z * shape.w * shape.u * shape.v, shape.w * shape.u * shape.v, shape.u * shape.v, shape.v, 1);
    return coords.x*shapeStrides.x + coords.y*shapeStrides.y + coords.z*shapeStrides.z + coords.w*shapeStrides.w + coords.u*shapeStrides.u + coords.v*shapeStrides.v;
  }

  // NaN defination in IEEE 754-1985 is :
  //   - sign = either 0 or 1.
  //   - biased exponent = all 1 bits.
  //   - fraction = anything except all 0 bits (since all 0 bits represents infinity).
  // https://en.wikipedia.org/wiki/IEEE_754-1985#Representation_of_non-numbers
  fn isnan(val: f32) -> bool {
    let floatToUint: u32 = bitcast<u32>(val);
    return (floatToUint & 0x7fffffffu) > 0x7f800000u;
  }
  fn isnanVec4(val : vec4<f32>) -> vec4<bool> {
    let floatToUint: vec4<u32> = bitcast<vec4<u32>>(val);
    return (floatToUint & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u);
  }
`,Up=`
  fn isinf(val: f32) -> bool {
    return abs(val) == uniforms.INFINITY;
  }
`;function Ve(o,t=""){let e=o.length,i=t!==""?`get${t.charAt(0).toUpperCase()+t.slice(1)}CoordsFromIndex`:"getCoordsFromIndex",r=t!==""?`${t.charAt(0).toLowerCase()+t.slice(1)}ShapeStrides`:"outShapeStrides";if(e<=1)return`fn ${i}(index : i32) -> i32 { return index; }`;let s=ht.computeStrides(o),n=E(e),a=[];for(let p=0;p<e;p++)a.push(`d${p}`);if(s.length===1)return`    fn ${i}(index : i32) -> vec2<i32> {
      let d0 = index / uniforms.${r}; let d1 = index - d0 * uniforms.${r};
      return vec2<i32>(d0, d1);
    }`;let u;return u="var index2 = index;"+s.map((p,l)=>{let c=`let ${a[l]} = index2 / uniforms.${r}.${ie(l)}`,d=l===s.length-1?`let ${a[l+1]} = index2 - ${a[l]} * uniforms.${r}.${ie(l)}`:`index2 = index2 - ${a[l]} * uniforms.${r}.${ie(l)}`;return`${c}; ${d};`}).join(""),`
    fn ${i}(index : i32) -> ${n} {
      ${u}
      return ${n}(${a.join(",")});
    }
  `}function Wp(o,t){let e=o.name,i=o.shape.length,r=E(i),s="get"+e.charAt(0).toUpperCase()+e.slice(1),n=["d0","d1","d2","d3","d4","d5"].slice(0,i),a=n.map(l=>`${l} : i32`).join(", ");if(i<1)return`
      fn ${s}() -> ${z(t)} {
        return ${z(t)}(${e}[0]);
      }
    `;let u=`uniforms.${e.charAt(0).toLowerCase()+e.slice(1)}Shape`,p=`${i}D`;return i===0&&(p="1D"),`
    fn ${s}(${a}) -> ${z(t)} {
      return ${z(t)}(${e}[getIndexFromCoords${p}(${r}(${n.join(",")}),
        ${u})${t===1?"":` / ${t}`}]);
    }
   `}function Op(o,t,e,i){let r=o.name,s=r.charAt(0).toUpperCase()+r.slice(1),n="get"+s+"ByOutput",a=o.shape.length,u=t.length,p=E(u);if(ht.arraysEqual(o.shape,t)&&i)return`
    fn ${n}Index(globalIndex : i32) -> ${z(e)} {
      return ${z(e)}(${r}[globalIndex]);
    }

    fn ${n}Coords(coords : ${p}) -> ${z(e)} {
      return ${z(e)}(${r}[${u>1?"getOutputIndexFromCoords(coords)":"coords"}${e===1?"":` / ${e}`}]);
    }
    `;let l=hi.getBroadcastDims(o.shape,t),c=u-a,d="";if(a===0)return`
    fn ${n}Index(globalIndex : i32) -> ${z(e)}{
      return get${s}();
    }

    fn ${n}Coords(coords : ${p}) -> ${z(e)}{
      return get${s}();
    }
  `;u<2&&l.length>=1?d="coords = 0;":d=l.map(f=>`coords.${ie(f+c)} = 0;`).join(`
`);let m="";if(u<2&&a>0)m="coords";else if(u>1){let f=E(a),x=o.shape.map((C,b)=>`coords.${ie(b+c)}`).join(", ");m=`${f}(${x})`}else m="coords";let h=`uniforms.${r.charAt(0).toLowerCase()+r.slice(1)}Shape`,g=`${a}D`;return`
  fn ${n}Index(globalIndex : i32) -> ${z(e)} {
    var coords = getCoordsFromIndex(globalIndex);
    ${d}
    return ${z(e)}(${r}[getIndexFromCoords${g}(${m}, ${h})${e===1?"":` / ${e}`}]);
  }

  fn ${n}Coords(coordsIn : ${p}) -> ${z(e)} {
    var coords = coordsIn;
    ${d}
    return ${z(e)}(${r}[getIndexFromCoords${g}(${m}, ${h})${e===1?"":` / ${e}`}]);
  }
`}function Vp(o,t,e,i){let r=Wp(o,e);return o.shape.length<=t.length&&(r+=Op(o,t,e,i)),r}function Gp(o,t){let{x:e,y:i=[],z:r=[]}=t,s=o.length,n=e.length+i.length+r.length;if(n!==s)return"";if(e.length===s)return`fn getOutputCoords() -> ${E(s)}{
    let globalIndex = getGlobalIndex();
    return getCoordsFromIndex(globalIndex);
  }
  `;let a="",u=[e,i,r];for(let d=0;d<u.length;d++){let m=u[d];if(m.length!==0)if(m.length===1)a+=`let d${m[0]} = i32(globalId[${d}]);`;else{let h=li(m,"uniforms.outShape");a+=`var index${d} = i32(globalId[${d}]);`;for(let g=0;g<h.length;g++)a+=`let d${m[g]} = index${d} / ${h[g]};`,g===h.length-1?a+=`let d${m[g+1]} = index${d} - d${m[g]} * ${h[g]};`:a+=`index${d} = index${d} - d${m[g]} * ${h[g]};`}}let p=[];for(let d=0;d<n;d++)p.push(`d${d}`);let l=E(n),c=`fn getOutputCoords() -> ${l} {
  ${a}
`;return p.length===0?c+=`return ${l}(0); }`:c+=`return ${l}(${p.join(",")}); }`,c}function Hp(o){let t="";switch(o){case 0:case 1:t+=`
        fn getOutputIndexFromCoords(coords : i32) -> i32 {
          return coords;
        }
        `;break;case 2:t+=`
        fn getOutputIndexFromCoords(coords : vec2<i32>) -> i32 {
          return dot(coords, vec2<i32>(uniforms.outShapeStrides, 1));
        }
        `;break;case 3:t+=`
        fn getOutputIndexFromCoords(coords : vec3<i32>) -> i32 {
          return dot(coords, vec3<i32>(uniforms.outShapeStrides.x, uniforms.outShapeStrides.y, 1));
        }
        `;break;case 4:t+=`
        fn getOutputIndexFromCoords(coords : vec4<i32>) -> i32 {
          return dot(coords, vec4<i32>(
            uniforms.outShapeStrides.x, uniforms.outShapeStrides.y, uniforms.outShapeStrides.z, 1));
        }
        `;break;case 5:t+=`
        fn getOutputIndexFromCoords(coords : vec5) -> i32 {
          return coords.x * uniforms.outShapeStrides.x +
              coords.y * uniforms.outShapeStrides.y +
              coords.z * uniforms.outShapeStrides.z +
              coords.w * uniforms.outShapeStrides.w +
              coords.u;
        }
        `;break;case 6:t+=`
        fn getOutputIndexFromCoords(coords : vec6) -> i32 {
          return coords.x * uniforms.outShapeStrides.x +
              coords.y * uniforms.outShapeStrides.y +
              coords.z * uniforms.outShapeStrides.z +
              coords.w * uniforms.outShapeStrides.w +
              coords.u * uniforms.outShapeStrides.u +
              coords.v;
        }
        `;break;default:ht.assert(!1,()=>`Unsupported ${o}D shape`);break}return t}function xi(o){return o.dispatch[1]===1&&o.dispatch[2]===1}function fe(o,t=1){if(o==="float32")return z(t,"f32");if(o==="int32"||o==="bool")return z(t,"i32");throw new Error(`type ${o} is not supported.`)}function Kp(o,t,e){let i=o.length,r=fe(t,e),s=`fn setOutputAtIndex(flatIndex : i32, value : ${z(e)}) {
      result[flatIndex] = ${r}(value);
    }

    fn setOutputAtIndexI32(flatIndex : i32, value : ${z(e,"i32")}) {
      result[flatIndex] = ${r}(value);
    }
    `;if(i>=2){let n=["d0","d1","d2","d3","d4","d5"].slice(0,i),a=E(i);s+=`
      fn setOutputAtCoords(${n.map(u=>`${u} : i32`).join(", ")}, value : ${z(e)}) {
        let flatIndex = getOutputIndexFromCoords(${a}(${n.join(", ")}));
        setOutputAtIndex(flatIndex${e===1?"":` / ${e}`}, value);
      }
      fn setOutputAtCoordsI32(${n.map(u=>`${u} : i32`).join(", ")}, value : ${z(e,"i32")}) {
        let flatIndex = getOutputIndexFromCoords(${a}(${n.join(", ")}));
        setOutputAtIndexI32(flatIndex${e===1?"":` / ${e}`}, value);
      }
    `}return s}function qp(o){let t=/(\w+)\s*:\s*vec(5|6)/g;o=o.replace(t,i=>"@align(16) "+i);let e=/vec(5|6)\s*,\s*(\w+)/g;return o=o.replace(e,(i,r,s)=>`vec${r}, @align(16) ${s}`),o}function mi(o){return!(o.dispatchLayout.hasOwnProperty("y")&&o.dispatchLayout.y.length!==0||o.dispatchLayout.hasOwnProperty("z")&&o.dispatchLayout.z.length!==0)}var er={};ni(er,{GPUBytesPerElement:()=>ft,MatMulProgramType:()=>se,assertNotComplex:()=>qe,computeDispatch:()=>S,computeWorkPerThreadForConv2d:()=>He,computeWorkgroupInfoForMatMul:()=>Jo,computeWorkgroupSizeForConv2d:()=>Ge,flatDispatchLayout:()=>w,isWebGPUSupported:()=>Ke,tilesFitEvenlyIntoShape:()=>jp});import{util as Yp}from"@tensorflow/tfjs-core";var ye=o=>{let t=1;for(let e=0;e<o.length;e++)t*=o[e];return t};function jp(o,t){if(o.length!==t.length)throw new Error(`Cannot compute whether rank ${o.length} tiles fit evenly into rank ${t.length} shape - ranks must match.`);return t.every((e,i)=>e%o[i]===0)}function S(o,t,e=[1,1,1],i=[1,1,1]){let[r,s,n]=[Math.ceil(ye(o.x.map(a=>t[a]))/(e[0]*i[0])),o.y?Math.ceil(ye(o.y.map(a=>t[a]))/(e[1]*i[1])):1,o.z?Math.ceil(ye(o.z.map(a=>t[a]))/(e[2]*i[2])):1];return[r,s,n]}function Jo(o,t,e,i=!1){let r=[8,8,1],s=[4,4,1];return i||(o<=8&&(s[1]=1),t<=16&&e<=16&&(r[0]=4)),{workgroupSize:r,elementsPerThread:s}}function Ge(o,t,e=!1){if(e)return[8,8,1];let i=ye(o.x.map(s=>t[s])),r=ye(o.y.map(s=>t[s]));return i<=4?[4,16,1]:r<=4?[16,4,1]:[16,16,1]}function He(o,t,e=!1){if(e)return[4,4,1];let i=ye(o.x.map(s=>t[s])),r=ye(o.y.map(s=>t[s]));return i<=4?[1,2,1]:r<=4?[2,1,1]:[2,2,1]}function w(o){return{x:o.map((t,e)=>e)}}function ft(o){if(o==="float32"||o==="int32"||o==="bool"||o==="string")return 4;if(o==="complex64")return 8;throw new Error(`Unknown dtype ${o}`)}function Ke(){return!!(typeof globalThis<"u"&&globalThis.navigator&&globalThis.navigator.gpu)}function qe(o,t){Array.isArray(o)||(o=[o]),o.forEach(e=>{e!=null&&Yp.assert(e.dtype!=="complex64",()=>`${t} does not support complex64 tensors in the WebGPU backend.`)})}var se;(function(o){o[o.MatMulReduceProgram=0]="MatMulReduceProgram",o[o.MatMulSplitKProgram=1]="MatMulSplitKProgram",o[o.MatMulSmallOutputSizeProgram=2]="MatMulSmallOutputSizeProgram",o[o.MatMulPackedProgram=3]="MatMulPackedProgram",o[o.MatMulMax=4]="MatMulMax"})(se||(se={}));var Jp=Se().getNumber("WEBGPU_CPU_HANDOFF_SIZE_THRESHOLD"),el=(o,t)=>{let e=o.limits.maxComputeWorkgroupsPerDimension,i=t.dispatchLayout,r=t.dispatch;if(r.every(n=>n<=e))return r;O.assert(r[0]>e&&i.y===void 0&&i.z===void 0,()=>"Dispatch size exceeds WebGPU limits in Y or Z dimension.");let s=Math.ceil(Math.sqrt(r[0]));return s>e?(s=Math.ceil(Math.cbrt(r[0])),O.assert(s<=e,()=>"Total dispatch size exceeds WebGPU maximum."),[s,s,s]):[s,s,1]},Ne=class o extends Zp{nextDataId(){return o.nextDataId++}constructor(t,e){if(super(),this.commandQueueOwnedIds=new WeakSet,this.dispatchCountInPass=0,this.disposed=!1,this.downloadWaitMs=0,this.tensorDataPendingDisposal=[],this.queryResolveBuffer=null,this.querySet=null,this.querySetCount=2,this.stagingPendingDisposal=[],this.uniformPendingDisposal=[],this.uploadWaitMs=0,this.hasReadSyncWarned=!1,this.hasTimestampQueryWarned=!1,!Ke())throw new Error("WebGPU is not supported on this device");this.pipelineCache={},this.device=t,this.queue=t.queue,this.commandEncoder=null,this.computePassEncoder=null,this.adapterInfo=new ct(e),this.supportTimestampQuery=this.device.features.has("timestamp-query"),this.thresholdToIncreaseWorkgroups=this.adapterInfo.intelGPUGeneration>=12?16:8,this.bufferManager=new dt(this.device),this.textureManager=new mt(this.device),this.tensorMap=new Qp(this,tr()),Se().getBool("WEBGPU_USE_PROFILE_TOOL")&&(this.dummyCanvas=document.createElement("canvas"),this.dummyCanvas.width=1,this.dummyCanvas.height=1,this.dummyContext=this.dummyCanvas.getContext("webgpu"),this.dummyContext.configure({device:t,format:"bgra8unorm"}),document.body.appendChild(this.dummyCanvas))}floatPrecision(){return 32}disposeData(t,e=!1){if(!this.tensorMap.has(t))return!0;let i=this.tensorMap.get(t);return e?i.refCount=0:i.refCount--,i.refCount>0?!1:(i.complexTensorInfos!=null&&(this.disposeData(i.complexTensorInfos.real.dataId),this.disposeData(i.complexTensorInfos.imag.dataId)),this.commandQueueOwnedIds.has(t)?(this.tensorDataPendingDisposal.push(t),!0):(this.releaseResource(t),this.tensorMap.delete(t),!0))}memory(){return{numBytesInGPU:this.bufferManager.numBytesUsed,numBytesAllocatedInGPU:this.bufferManager.numBytesAllocated,unreliable:!1}}releaseResource(t){let e=this.tensorMap.get(t);if(!(!e||!e.resource)){if(e.external){e.resource=null;return}e.resource instanceof GPUBuffer?this.bufferManager.releaseBuffer(e.resource):e.resource instanceof GPUTexture&&this.textureManager.releaseTexture(e.resource),e.resource=null}}refCount(t){return this.tensorMap.has(t)?this.tensorMap.get(t).refCount:0}incRef(t){let e=this.tensorMap.get(t);e.refCount++}decRef(t){if(this.tensorMap.has(t)){let e=this.tensorMap.get(t);e.refCount--}}write(t,e,i){if(i==="complex64"&&t!=null)throw new Error("Cannot write to a complex64 dtype. Please use tf.complex(real, imag).");let r={id:this.nextDataId()};return this.tensorMap.set(r,{dtype:i,shape:e,values:t,refCount:1}),r}move(t,e,i,r,s){if(r==="complex64")throw new Error("Cannot write to a complex64 dtype. Please use tf.complex(real, imag).");this.tensorMap.set(t,{dtype:r,shape:i,values:e,refCount:s})}submitQueue(){this.queue.submit([this.commandEncoder.finish()]),this.commandEncoder=null,this.dispatchCountInPass=0,this.commandQueueOwnedIds=new WeakSet,this.tensorDataPendingDisposal.forEach(t=>{this.releaseResource(t),this.tensorMap.delete(t)}),this.uniformPendingDisposal.forEach(t=>this.bufferManager.releaseBuffer(t)),this.stagingPendingDisposal.forEach(t=>this.bufferManager.releaseBuffer(t,!1)),this.tensorDataPendingDisposal=[],this.uniformPendingDisposal=[],this.stagingPendingDisposal=[]}ensureCommandEncoderReady(){this.commandEncoder||(this.commandEncoder=this.device.createCommandEncoder())}endComputePassEncoder(){this.computePassEncoder&&(this.computePassEncoder.end(),this.computePassEncoder=null)}async checkCompileCompletionAsync(){let t;try{t=await Promise.all(Object.values(this.pipelineCache))}catch(e){throw new Error(e.message)}Object.keys(this.pipelineCache).map((e,i)=>{this.pipelineCache[e]=t[i]})}async getBufferData(t){if(Se().getBool("WEBGPU_ENGINE_COMPILE_ONLY"))return console.warn("The data may be invalid since WEBGPU_ENGINE_COMPILE_ONLY is true, this can only be called when WEBGPU_ENGINE_COMPILE_ONLY is false"),null;let e=t.size,i=this.bufferManager.acquireBuffer(e,GPUBufferUsage.COPY_DST|GPUBufferUsage.MAP_READ);this.ensureCommandEncoderReady(),this.endComputePassEncoder(),this.commandEncoder.copyBufferToBuffer(t,0,i,0,e),this.submitQueue(),await i.mapAsync(GPUMapMode.READ);let r=i.getMappedRange().slice(0);return i.unmap(),i!=null&&this.bufferManager.releaseBuffer(i),Se().getBool("WEBGPU_USE_PROFILE_TOOL")&&(O.assert(this.dummyContext!==void 0,()=>"Fail to get context for profiling tool"),this.dummyContext.getCurrentTexture()),r}convertAndCacheOnCPU(t,e){let i=this.tensorMap.get(t);return i.values=e,i.values}readSync(t){let e=this.tensorMap.get(t),{values:i,complexTensorInfos:r}=e;if(i!=null||e.dtype==="string")return i;if(e.dtype==="complex64"){let g=this.readSync(r.real.dataId),f=this.readSync(r.imag.dataId),x=O.convertBackendValuesAndArrayBuffer(Ci.mergeRealAndImagArrays(g,f).buffer,"float32");return this.convertAndCacheOnCPU(t,x),x}this.hasReadSyncWarned||(this.hasReadSyncWarned=!0,console.warn("The performance of synchronously reading data from GPU to CPU is poor on the webgpu backend, please use asynchronous APIs instead."));let s=["opaque","premultiplied"],n=e.resource,a=n.size;O.assert(a%4===0,()=>"Because there is 4 bytes for one pixel, buffer size must be multiple of 4.");let u=a/4,p=new ArrayBuffer(a),l=256,c=256,d=s.map(g=>new OffscreenCanvas(l,c)),m=new OffscreenCanvas(l,c);this.endComputePassEncoder(),d.map((g,f)=>{let x=g.getContext("webgpu");return x.configure({device:this.device,format:"bgra8unorm",usage:GPUTextureUsage.COPY_DST,alphaMode:s[f]}),x.getCurrentTexture()}).map((g,f)=>{let x=l*4,C=(F,A,M)=>{this.ensureCommandEncoderReady(),this.commandEncoder.copyBufferToTexture({buffer:n,bytesPerRow:x,offset:M},{texture:g},{width:F,height:A}),this.submitQueue();let W=m.getContext("2d",{willReadFrequently:!0});W.clearRect(0,0,F,A),W.drawImage(d[f],0,0);let V=W.getImageData(0,0,F,A).data,X=s[f],G=new Uint8ClampedArray(p,M,F*A*4);for(let K=0;K<G.length;K+=4)if(X==="premultiplied")G[K+3]=V[K+3];else{let Y=V[K];G[K]=V[K+2],G[K+1]=V[K+1],G[K+2]=Y}},b=Math.floor(u/(l*c)),v=l,k=c,P=0;for(let F=0;F<b;F++)C(v,k,P),P+=l*c*4;let N=u%(l*c);k=Math.floor(N/l),k>0&&(C(v,k,P),P+=k*(l*4)),v=N%l,v>0&&C(v,1,P)});let h=O.convertBackendValuesAndArrayBuffer(p,e.dtype);return this.convertAndCacheOnCPU(t,h),h}async read(t){if(!this.tensorMap.has(t))throw new Error(`Tensor ${t} was not registered!`);let e=this.tensorMap.get(t),{values:i}=e;if(i!=null)return i;let r;if(e.dtype==="complex64"){let s=await Promise.all([this.read(e.complexTensorInfos.real.dataId),this.read(e.complexTensorInfos.imag.dataId)]),n=s[0],a=s[1];r=Ci.mergeRealAndImagArrays(n,a)}else{let s=await this.getBufferData(e.resource);r=O.convertBackendValuesAndArrayBuffer(s,e.dtype)}return this.convertAndCacheOnCPU(t,r),r}copyBuffer(t){let e=t.size,i=t.usage,r=this.bufferManager.acquireBuffer(e,i);return this.ensureCommandEncoderReady(),this.endComputePassEncoder(),this.commandEncoder.copyBufferToBuffer(t,0,r,0,e),this.submitQueue(),r}createTensorFromGPUData(t,e,i){let r=t.buffer;if(i==="complex64")throw new Error("Cannot write to a complex64 dtype. ");let s={id:this.nextDataId()};this.tensorMap.set(s,{dtype:i,shape:e,values:null,refCount:1,external:t.zeroCopy});let n=this.tensorMap.get(s),a=ft(n.dtype)*O.sizeFromShape(n.shape);if(t.buffer.size<a)throw new Error(`GPUBuffer size(${t.buffer.size}) is smaller than tensor size(${a})!`);if((t.buffer.usage&(GPUBufferUsage.STORAGE|GPUBufferUsage.COPY_SRC))!==(GPUBufferUsage.STORAGE|GPUBufferUsage.COPY_SRC))throw new Error("GPUBuffer.usage should include GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC!");return t.zeroCopy!==!0&&(r=this.copyBuffer(r)),n.resource=r,tr().makeTensorFromDataId(s,e,i,this)}readToGPU(t){let e=this.tensorMap.get(t),{values:i,dtype:r,shape:s,resource:n}=e;if(r==="complex64")throw new Error("Does not support reading buffer for complex64 dtype.");if(n==null)throw i!=null?new Error("Data is not on GPU but on CPU."):new Error("There is no data on GPU or CPU.");let a=n,u=a.size,p=a.usage,l=this.bufferManager.acquireBuffer(u,p);this.ensureCommandEncoderReady(),this.endComputePassEncoder(),this.commandEncoder.copyBufferToBuffer(n,0,l,0,u),this.submitQueue();let c=this.makeTensorInfo(s,r),d=tr().makeTensorFromTensorInfo(c),m=this.tensorMap.get(c.dataId);return m.resource=l,{tensorRef:d,buffer:l}}bufferSync(t){let e=this.readSync(t.dataId);if(t.dtype==="string")try{let i=e.map(r=>O.decodeString(r));return yi(t.shape,t.dtype,i)}catch{throw new Error("Failed to decode encoded string bytes into utf-8")}return yi(t.shape,t.dtype,e)}async time(t){!this.supportTimestampQuery&&!this.hasTimestampQueryWarned&&(console.warn("This device doesn't support timestamp-query extension. Start Chrome browser with flag --enable-dawn-features=allow_unsafe_apis to try it again. Otherwise, zero will be shown for the kernel time when profiling mode is enabled."),this.hasTimestampQueryWarned=!0);let e=this.activeTimers,i=[],r=!1;this.programTimersStack==null?(this.programTimersStack=i,r=!0):this.activeTimers.push(i),this.activeTimers=i,t();let s=O.flatten(this.activeTimers.map(p=>p.query)).filter(p=>p!=null),n=O.flatten(this.activeTimers.map(p=>p.name)).filter(p=>p!=null);this.activeTimers=e,r&&(this.programTimersStack=null);let a={uploadWaitMs:this.uploadWaitMs,downloadWaitMs:this.downloadWaitMs,kernelMs:null,wallMs:null},u=await Promise.all(s);return a.kernelMs=O.sum(u),a.getExtraProfileInfo=()=>u.map((p,l)=>({name:n[l],ms:p})).map(p=>`${p.name}: ${p.ms}`).join(", "),this.uploadWaitMs=0,this.downloadWaitMs=0,a}makeTensorInfo(t,e,i){return e==="string"&&i!=null&&i.length>0&&O.isString(i[0])&&(i=i.map(s=>O.encodeString(s))),{dataId:this.write(i,t,e),shape:t,dtype:e}}tensorToBinding(t){if(!t)return null;let i=this.tensorMap.get(t.dataId).resource;return i instanceof GPUBuffer?{buffer:i}:i instanceof GPUTexture?i.createView():i}uploadToGPU(t){let e=this.tensorMap.get(t);if(e.resource!=null)return;let i=ft(e.dtype)*O.sizeFromShape(e.shape),r,s=GPUBufferUsage.STORAGE|GPUBufferUsage.COPY_SRC|GPUBufferUsage.COPY_DST;if(e.values){if(r=this.bufferManager.acquireBuffer(i,s,!0),r.mapState==="unmapped"){let n=this.bufferManager.acquireBuffer(i,GPUBufferUsage.MAP_WRITE|GPUBufferUsage.COPY_SRC,!0,!1),a=n.getMappedRange();e.dtype==="int32"||e.dtype==="bool"?new Int32Array(a).set(e.values):new Float32Array(a).set(e.values),n.unmap(),this.ensureCommandEncoderReady(),this.endComputePassEncoder(),this.commandEncoder.copyBufferToBuffer(n,0,r,0,i),this.stagingPendingDisposal.push(n)}else{let n=r.getMappedRange();e.dtype==="int32"||e.dtype==="bool"?new Int32Array(n).set(e.values):new Float32Array(n).set(e.values),r.unmap()}e.values=null}else r=this.bufferManager.acquireBuffer(i,s);e.resource=r}makeUniforms(t){let e=0,i=0,r=[],s=1;t.forEach(u=>{u.data.length===0&&(u.data=[1]);let p;switch(u.data.length){case 1:p=4;break;case 2:p=8;break;case 3:p=16;break;case 4:p=16;break;case 5:p=16;break;case 6:p=16;break;default:O.assert(!1,()=>`Unsupported ${u.data.length}D shape`)}(i===5||i===6)&&(p=16),p>s&&(s=p),e=Math.ceil(e/p)*p,i=u.data.length,r.push(e),e+=u.data.length*4}),e=Math.ceil(e/s)*s;let n=new ArrayBuffer(e);t.forEach((u,p)=>{let l=r[p];u.type==="int32"?new Int32Array(n,l,u.data.length).set(u.data):u.type==="uint32"?new Uint32Array(n,l,u.data.length).set(u.data):new Float32Array(n,l,u.data.length).set(u.data)});let a=this.bufferManager.acquireBuffer(e,GPUBufferUsage.COPY_DST|GPUBufferUsage.UNIFORM);return this.queue.writeBuffer(a,0,n,0,e),this.uniformPendingDisposal.push(a),{offset:0,size:e,buffer:a}}runWebGPUProgram(t,e,i,r,s){if(s||(s=this.makeTensorInfo(t.outputShape,i)),O.sizeFromShape(s.shape)===0)return this.tensorMap.get(s.dataId).values=O.getTypedArrayFromDType(s.dtype,0),s;this.uploadToGPU(s.dataId),t.dispatch=el(this.device,t);let n=e.map((u,p)=>{if(u.dtype==="complex64")throw new Error("GPGPUProgram does not support complex64 input. For complex64 dtypes, please separate the program into real and imaginary parts.");return this.uploadToGPU(u.dataId),{dtype:this.tensorMap.get(u.dataId).dtype,shape:u.shape,name:t.variableNames[p]}});t.shaderKey=gi(t,n,s);let a=Se().getBool("WEBGPU_ENGINE_COMPILE_ONLY");return t.shaderKey in this.pipelineCache||(this.pipelineCache[t.shaderKey]=fi(this.device,t,n,s,a)),t.pipeline=this.pipelineCache[t.shaderKey],a||this.recordAndSubmit(t,s,e,r),s}recordAndSubmit(t,e,i,r){if(t.pipeline instanceof Promise)throw new Error("Please call checkCompileCompletionAsync to ensure parallel compilation is done!");let s=[],n=[],a="int32";if(t.pixelsOpType==null){s.push({type:"float32",data:[NaN]},{type:"float32",data:[1/0]}),n=i.concat(e).map(m=>m.shape);let d="int32";n.map(m=>{s.push({type:d,data:m});let h=O.computeStrides(m);s.push({type:d,data:h})})}else{let d=O.computeStrides(e.shape);s.push({type:a,data:d})}if(t.size){let d=O.sizeFromShape(t.outputShape);s.push({type:a,data:[t.outputComponent?d/t.outputComponent:d]})}r&&(s=[...s,...r]);let u=[this.tensorToBinding(e),...i.map(d=>this.tensorToBinding(d)),this.makeUniforms(s)];i.forEach(d=>{this.commandQueueOwnedIds.add(d.dataId)}),this.commandQueueOwnedIds.add(e.dataId);let p=this.device.createBindGroup({layout:t.pipeline.getBindGroupLayout(0),entries:u.map((d,m)=>({binding:m,resource:d}))}),l=this.activeTimers!=null;this.ensureCommandEncoderReady();let c={};l&&this.supportTimestampQuery?(this.endComputePassEncoder(),this.querySet==null&&(this.querySet=this.device.createQuerySet({type:"timestamp",count:this.querySetCount})),c.timestampWrites={querySet:this.querySet,beginningOfPassWriteIndex:0,endOfPassWriteIndex:1},this.computePassEncoder=this.commandEncoder.beginComputePass(c)):this.computePassEncoder||(this.computePassEncoder=this.commandEncoder.beginComputePass(c)),this.computePassEncoder.setPipeline(t.pipeline),this.computePassEncoder.setBindGroup(0,p),this.computePassEncoder.dispatchWorkgroups(t.dispatch[0],t.dispatch[1],t.dispatch[2]),this.dispatchCountInPass++,(l||Se().get("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE")<=this.dispatchCountInPass||t.pixelsOpType===le.DRAW)&&(this.endComputePassEncoder(),l?this.activeTimers.push({name:t.constructor.name,query:this.getQueryTime()}):this.submitQueue())}async getQueryTime(){if(!this.supportTimestampQuery)return 0;this.queryResolveBuffer==null&&(this.queryResolveBuffer=this.bufferManager.acquireBuffer(this.querySetCount*8,GPUBufferUsage.COPY_SRC|GPUBufferUsage.COPY_DST|GPUBufferUsage.QUERY_RESOLVE)),this.commandEncoder.resolveQuerySet(this.querySet,0,this.querySetCount,this.queryResolveBuffer,0);let t=this.bufferManager.acquireBuffer(this.querySetCount*8,GPUBufferUsage.MAP_READ|GPUBufferUsage.COPY_DST);this.commandEncoder.copyBufferToBuffer(this.queryResolveBuffer,0,t,0,this.querySetCount*8),this.submitQueue(),await t.mapAsync(GPUMapMode.READ);let e=new BigUint64Array(t.getMappedRange()),i=Number(e[1]-e[0])/1e6;return t.unmap(),this.bufferManager.releaseBuffer(t),i}shouldExecuteOnCPU(t,e=Jp){return Se().getBool("WEBGPU_CPU_FORWARD")&&t.every(i=>this.tensorMap.get(i.dataId).resource==null&&O.sizeFromShape(i.shape)<e)}numDataIds(){return this.tensorMap.numDataIds()-this.tensorDataPendingDisposal.length}dispose(){this.disposed||(this.querySet!=null&&this.querySet.destroy(),this.bufferManager.dispose(),this.textureManager.dispose(),this.disposed=!0)}};Ne.nextDataId=0;Ke()&&ol("webgpu",async()=>{let o={powerPreference:tl().get("WEBGPU_USE_LOW_POWER_GPU")?"low-power":"high-performance"},t=await navigator.gpu.requestAdapter(o),e={},i=[];t.features.has("timestamp-query")&&i.push("timestamp-query"),t.features.has("bgra8unorm-storage")&&i.push(["bgra8unorm-storage"]),e.requiredFeatures=i;let r=t.limits;e.requiredLimits={maxComputeWorkgroupStorageSize:r.maxComputeWorkgroupStorageSize,maxComputeWorkgroupsPerDimension:r.maxComputeWorkgroupsPerDimension,maxStorageBufferBindingSize:r.maxStorageBufferBindingSize,maxBufferSize:r.maxBufferSize,maxComputeWorkgroupSizeX:r.maxComputeWorkgroupSizeX,maxComputeInvocationsPerWorkgroup:r.maxComputeInvocationsPerWorkgroup};let s=await t.requestDevice(e),n="info"in t?t.info:"requestAdapterInfo"in t?await t.requestAdapterInfo():void 0;return new Ne(s,n)},3);import{registerKernel as $y}from"@tensorflow/tfjs-core";import{_FusedMatMul as Tc}from"@tensorflow/tfjs-core";import{broadcast_util as Ac,env as Ii,util as ir}from"@tensorflow/tfjs-core";import{util as xt}from"@tensorflow/tfjs-core";var D;(function(o){o[o.ADD=0]="ADD",o[o.ATAN2=1]="ATAN2",o[o.COMPLEX_MULTIPLY_IMAG=2]="COMPLEX_MULTIPLY_IMAG",o[o.COMPLEX_MULTIPLY_REAL=3]="COMPLEX_MULTIPLY_REAL",o[o.DIV=4]="DIV",o[o.ELU_DER=5]="ELU_DER",o[o.EQUAL=6]="EQUAL",o[o.FLOOR_DIV=7]="FLOOR_DIV",o[o.GREATER=8]="GREATER",o[o.GREATER_EQUAL=9]="GREATER_EQUAL",o[o.LESS=10]="LESS",o[o.LESS_EQUAL=11]="LESS_EQUAL",o[o.LOGICAL_AND=12]="LOGICAL_AND",o[o.LOGICAL_OR=13]="LOGICAL_OR",o[o.MAX=14]="MAX",o[o.MIN=15]="MIN",o[o.MOD=16]="MOD",o[o.MUL=17]="MUL",o[o.NOT_EQUAL=18]="NOT_EQUAL",o[o.POW=19]="POW",o[o.PRELU=20]="PRELU",o[o.SQUARED_DIFFERENCE=21]="SQUARED_DIFFERENCE",o[o.SUB=22]="SUB"})(D||(D={}));var rl="let resultTemp = a + b;",il="let resultTemp = atan2(a, b);",sl="let resultTemp = areal * breal - aimag * bimag;",nl="let resultTemp = areal * bimag + aimag * breal;",al="let resultTemp = a / b;",ul="let resultTemp = select(a * (b + 1.0), a, b >= b - b);",pl=`
  let zero = sign(a) * 0 + 0;
  let one = sign(b) * 0 + 1;
  let resultTemp = select(zero, one, a == b);
`,ll=`
  let remainder =
      select(a % b, round(a % b), (round(a) == a) & (round(b) == b));
  let quotient = (a - remainder) / b;
  let resultTemp =
      round(select(quotient, quotient - 1, sign(remainder) == -sign(b)));
`,cl=`
  let zero = sign(a) * 0 + 0;
  let one = sign(b) * 0 + 1;
  let resultTemp = select(zero, one, a > b);
`,dl=`
  let zero = sign(a) * 0 + 0;
  let one = sign(b) * 0 + 1;
  let resultTemp = select(zero, one, a >= b);
`,ml=`
  let zero = sign(a) * 0 + 0;
  let one = sign(b) * 0 + 1;
  let resultTemp = select(zero, one, a < b);
`,hl=`
  let zero = sign(a) * 0 + 0;
  let one = sign(b) * 0 + 1;
  let resultTemp = select(zero, one, a <= b);
`,fl="return f32(a >= 1.0 && b >= 1.0);",gl=`return (vec4<f32>(a >= vec4<f32>(1.0)) *
  vec4<f32>(b >= vec4<f32>(1.0)));`,xl="return f32(a >= 1.0 || b >= 1.0);",Cl=`return min(vec4<f32>(a >= vec4<f32>(1.0)) +
  vec4<f32>(b >= vec4<f32>(1.0)), vec4<f32>(1.0));`,yl="let resultTemp = max(a, b);",Sl="let resultTemp = min(a, b);",wl=`
  let isNaN = b == 0.;
  var resultTemp = a % b;
  resultTemp = select((resultTemp + b) % b, resultTemp,
      (a < 0. && b < 0.) || (a >= 0. && b > 0.));
`,bl=`
  let isNaN = !vec4<bool>(b);
  var resultTemp = vec4<f32>(a % b);
  if (!((a[0] < 0. && b[0] < 0.) || (a[0] >= 0. && b[0] > 0.))) {
    resultTemp[0] = (resultTemp[0] + b[0]) % b[0];
  }
  if (!((a[1] < 0. && b[1] < 0.) || (a[1] >= 0. && b[1] > 0.))) {
    resultTemp[1] = (resultTemp[1] + b[1]) % b[1];
  }
  if (!((a[2] < 0. && b[2] < 0.) || (a[2] >= 0. && b[2] > 0.))) {
    resultTemp[2] = (resultTemp[2] + b[2]) % b[2];
  }
  if (!((a[3] < 0. && b[3] < 0.) || (a[3] >= 0. && b[3] > 0.))) {
    resultTemp[3] = (resultTemp[3] + b[3]) % b[3];
  }
`,Il="let resultTemp = a * b;",vl=`
  var resultTemp = f32(a != b);
  let valueForNaN = 1.0;
`,kl=`
  var resultTemp = vec4<f32>(a != b);
  let valueForNaN = 1.0;
`,Rl=`
  let isNaN = a < 0.0 && floor(b) < b;
  if (b == 0.0) {
    return 1.0;
  }
  var resultTemp = select(sign(a) * pow(abs(a), b), pow(abs(a), b),
      round(abs(b) % 2.0) != 1.0);
`,Dl=`
  let isModRound1Bool = vec4<i32>(round(abs(b) % vec4<f32>(2.0))) == vec4<i32>(1);
  let isModRound1 = vec4<f32>(isModRound1Bool);
  let multiplier = sign(a) * isModRound1 + (vec4<f32>(1.0) - isModRound1);
  var resultTemp = multiplier * pow(abs(a), b);

  // Ensure that a^0 = 1, including 0^0 = 1 as this correspond to TF and JS
  let isExpZero = b == vec4<f32>(0.0);
  if (isExpZero.r) {
    resultTemp.r = 1.0;
  }
  if (isExpZero.g) {
    resultTemp.g = 1.0;
  }
  if (isExpZero.b) {
    resultTemp.b = 1.0;
  }
  if (isExpZero.a) {
    resultTemp.a = 1.0;
  }
  let isNaN = (a < vec4<f32>(0.0)) & (floor(b) < b);
`,Pl="if (a < 0.0) { return b * a; }  return a;",$l=`
  let aLessThanZero = vec4<f32>(a < vec4<f32>(0.0));
  return (aLessThanZero * (b * a)) + ((vec4<f32>(1.0) - aLessThanZero) * a);
`,Nl="let resultTemp = (a - b) * (a - b);",Fl="let resultTemp = a - b;";function Fe(o,t){let e;do{switch(o){case D.ATAN2:e=il;break;case D.MAX:e=yl;break;case D.MIN:e=Sl;break;case D.MOD:e=t?bl:wl;break;case D.NOT_EQUAL:e=t?kl:vl;break;case D.POW:e=t?Dl:Rl;break;default:continue}let i,r,s;return t?(i="isnanVec4",r="vec4<f32>",s="vec4<bool>"):(i="isnan",r="f32",s="bool"),`
      let aIsNaN = ${i}(a);
      let aPostLegalization = select(a, ${r}(42), aIsNaN);
      let bIsNaN = ${i}(b);
      let bPostLegalization = select(b, ${r}(42), bIsNaN);
      let isNaN = false;
      let valueForNaN = uniforms.NAN;
      {
        let a = aPostLegalization;
        let b = bPostLegalization;
        ${e}
        return select(
            resultTemp, ${r}(valueForNaN),
            ${s}(isNaN) | aIsNaN | bIsNaN);
      }
    `}while(!1);switch(o){case D.ADD:e=rl;break;case D.COMPLEX_MULTIPLY_IMAG:e=nl;break;case D.COMPLEX_MULTIPLY_REAL:e=sl;break;case D.DIV:e=al;break;case D.ELU_DER:e=ul;break;case D.EQUAL:e=pl;break;case D.FLOOR_DIV:e=ll;break;case D.GREATER:e=cl;break;case D.GREATER_EQUAL:e=dl;break;case D.LESS:e=ml;break;case D.LESS_EQUAL:e=hl;break;case D.LOGICAL_AND:return t?gl:fl;case D.LOGICAL_OR:return t?Cl:xl;case D.MUL:e=Il;break;case D.PRELU:return t?$l:Pl;case D.SQUARED_DIFFERENCE:e=Nl;break;case D.SUB:e=Fl;break;default:}return`
    ${e}
    return resultTemp;
  `}import{backend_util as ge}from"@tensorflow/tfjs-core";var I;(function(o){o[o.ABS=0]="ABS",o[o.ACOS=1]="ACOS",o[o.ACOSH=2]="ACOSH",o[o.ASIN=3]="ASIN",o[o.ASINH=4]="ASINH",o[o.ATAN=5]="ATAN",o[o.ATANH=6]="ATANH",o[o.CEIL=7]="CEIL",o[o.COS=8]="COS",o[o.COSH=9]="COSH",o[o.ELU=10]="ELU",o[o.ERF=11]="ERF",o[o.EXP=12]="EXP",o[o.EXPM1=13]="EXPM1",o[o.FLOOR=14]="FLOOR",o[o.IS_FINITE=15]="IS_FINITE",o[o.IS_INF=16]="IS_INF",o[o.IS_NAN=17]="IS_NAN",o[o.LINEAR=18]="LINEAR",o[o.LOG=19]="LOG",o[o.LOG1P=20]="LOG1P",o[o.LOGICAL_NOT=21]="LOGICAL_NOT",o[o.NEG=22]="NEG",o[o.RELU=23]="RELU",o[o.RELU6=24]="RELU6",o[o.LEAKYRELU=25]="LEAKYRELU",o[o.RECIPROCAL=26]="RECIPROCAL",o[o.ROUND=27]="ROUND",o[o.RSQRT=28]="RSQRT",o[o.SELU=29]="SELU",o[o.SIGMOID=30]="SIGMOID",o[o.SIGN=31]="SIGN",o[o.SIN=32]="SIN",o[o.SINH=33]="SINH",o[o.SOFTPLUS=34]="SOFTPLUS",o[o.SQRT=35]="SQRT",o[o.SQUARE=36]="SQUARE",o[o.STEP=37]="STEP",o[o.TAN=38]="TAN",o[o.TANH=39]="TANH",o[o.TO_INT=40]="TO_INT"})(I||(I={}));var zl="return abs(a);",Al=`
  if (abs(a) > 1.) {
    return uniforms.NAN;
  }
  return acos(a);
`,Tl=`
  if (a < 1.) {
    return uniforms.NAN;
  }
  return acosh(a);
`,El=`
  if (abs(a) > 1.) {
    return uniforms.NAN;
  }
  return asin(a);
`,Ll="return asinh(a);",_l=`
  if (isnan(a)) {
    return uniforms.NAN;
  }
  return atan(a);
`,Bl=`
  if (abs(a) > 1.) {
    return uniforms.NAN;
  }
  if (a == 1.) {
    return uniforms.INFINITY;
  }
  if (a == -1.) {
    return -uniforms.INFINITY;
  }
  return atanh(a);
`,Ml="return ceil(a);",Ul="return cos(a);",Wl=`
  let e2x = exp(-a);
  return (e2x + 1.0 / e2x) / 2.0;
`,Ol="return exp(a) - 1.0;",Vl="if (a >= 0.0) { return a; }  return (exp(a) - 1.0);",Gl=`
  var resFloat = exp(a) - vec4<f32>(1.0);
  if (a.r >= 0.0) {
    resFloat.r = a.r;
  }
  if (a.g >= 0.0) {
    resFloat.g = a.g;
  }
  if (a.b >= 0.0) {
    resFloat.b = a.b;
  }
  if (a.a >= 0.0) {
    resFloat.a = a.a;
  }
  return resFloat;
`,Hl=`
  // Error function is calculated approximately with elementary function.
  // See "Handbook of Mathematical Functions with Formulas,
  // Graphs, and Mathematical Tables", Abramowitz and Stegun.
  let p = ${ge.ERF_P};
  let a1 = ${ge.ERF_A1};
  let a2 = ${ge.ERF_A2};
  let a3 = ${ge.ERF_A3};
  let a4 = ${ge.ERF_A4};
  let a5 = ${ge.ERF_A5};

  let sign = sign(a);
  let absA = abs(a);
  let t = 1.0 / (1.0 + p * absA);
  return sign * (1.0 - (((((a5 * t + a4) * t) + a3) * t + a2) * t + a1) * t * exp(-absA * absA));
`,Kl="return exp(a);",ql="return floor(a);",Xl="return f32(!isnan(a) && !isinf(a));",Yl="return f32(isinf(a));",jl="return f32(isnan(a));",Ql="return a;",Zl=`if (a < 0.0) { return uniforms.NAN; }
  return log(a);`,Jl=`
  if (isnan(a)) { return a; }
  return log(1.0 + a);
`,ec="return f32(!(a >= 1.0));",tc="return -a;",oc="if (a < 0.0) { return uniforms.alpha * a; } return a;",rc=`
  let aLessThanZero = vec4<f32>(a < vec4<f32>(0.0));
  return (aLessThanZero * (uniforms.alpha * a)) + ((vec4<f32>(1.0) - aLessThanZero) * a);
`,ic="return 1.0 / a;",sc="return select(a, 0.0, a < 0.0);",nc="return clamp(a, 0.0, 6.0);",ac="return clamp(a, vec4<f32>(0.0, 0.0, 0.0, 0.0), vec4<f32>(6.0, 6.0, 6.0, 6.0));",uc=`
  return select(a, vec4<f32>(0.0), a < vec4<f32>(0.0));
`,pc="return round(a);",lc="return inverseSqrt(a);",cc=`
  if (a >= 0.0) {
    return ${ge.SELU_SCALE} * a;
  } else {
    return ${ge.SELU_SCALEALPHA} * (exp(a) - 1.0);
  }
`,dc="return 1.0 / (1.0 + exp(-1.0 * a));",mc="return sign(a);",hc="return sin(a);",fc=`
  let e2x = exp(a);
  return (e2x - 1.0 / e2x) / 2.0;
`,gc=`
  let epsilon = 1.1920928955078125e-7;
  let threshold = log(epsilon) + 2.0;

  let too_large = a > -threshold;
  let too_small = a < threshold;
  let exp_a = exp(a);

  if (too_large) {
    return a;
  } else if (too_small) {
    return exp_a;
  } else {
    return log(exp_a + 1.0);
  }
`,xc="return sqrt(a);",Cc="return a * a;",yc=`
  if (isnan(a)) {
    return a;
  }

  return select(uniforms.stepAlpha, 1.0, a > 0.0);
`,Sc="return tan(a);",wc=`
  let e2x = exp(-2.0 * abs(a));
  return sign(a) * (1.0 - e2x) / (1.0 + e2x);
`,bc="return f32(i32((a)));";function ce(o,t){switch(o){case I.ABS:return zl;case I.ACOS:return Al;case I.ACOSH:return Tl;case I.ASIN:return El;case I.ASINH:return Ll;case I.ATAN:return _l;case I.ATANH:return Bl;case I.COS:return Ul;case I.COSH:return Wl;case I.CEIL:return Ml;case I.ELU:return t?Gl:Vl;case I.ERF:return Hl;case I.EXP:return Kl;case I.EXPM1:return Ol;case I.FLOOR:return ql;case I.IS_FINITE:return Xl;case I.IS_INF:return Yl;case I.IS_NAN:return jl;case I.LINEAR:return Ql;case I.LOG:return Zl;case I.LOG1P:return Jl;case I.LOGICAL_NOT:return ec;case I.NEG:return tc;case I.LEAKYRELU:return t?rc:oc;case I.RECIPROCAL:return ic;case I.RELU:return t?uc:sc;case I.RELU6:return t?ac:nc;case I.ROUND:return pc;case I.RSQRT:return lc;case I.SELU:return cc;case I.SIGMOID:return dc;case I.SIGN:return mc;case I.SIN:return hc;case I.SINH:return fc;case I.SOFTPLUS:return gc;case I.SQRT:return xc;case I.SQUARE:return Cc;case I.STEP:return yc;case I.TAN:return Sc;case I.TANH:return wc;case I.TO_INT:return bc;default:throw new Error(`BinaryType ${o} is not implemented!`)}}function q(o,t=!1,e=!1,i=3){if(o===null)return"";let r="";if(o==="linear")r=ce(I.LINEAR);else if(o==="relu")r=ce(I.RELU,e);else if(o==="elu")r=ce(I.ELU,e);else if(o==="relu6")r=ce(I.RELU6,e);else if(o==="prelu")r=Fe(D.PRELU,e);else if(o==="sigmoid")r=ce(I.SIGMOID,e);else if(o==="leakyrelu")r=ce(I.LEAKYRELU,e);else throw new Error(`Activation ${o} has not been implemented for the WebGPU backend.`);let n=z(e?4:1),a="";return t?a=`
      fn activation(a : ${n}, coords : vec${i}<i32>) -> ${n} {
        let b = getPreluActivationWeightsByOutputCoords(coords);
        ${r}
      }`:a=`
      fn activation(a : ${n}, coords : vec${i}<i32>) -> ${n} {
        ${r}
      }`,a}function J(o,t){return`
      ${o?"value = value + getBiasByOutputCoords(coords);":""}
      ${t?"value = activation(value, coords);":""}
      `}function or(o,t,e=!1,i=!1,r=!1,s=1){xt.assert(o&&s===1||!o,()=>`transposeA ${o} is not compatible with component size ${s}`);let n=`
      ${o?"value = getA(batch, col, row);":"value = getA(batch, row, col);"}

    `,a=t?"value = getB(batch, col, row);":"value = getB(batch, row, col);";return`
  fn mm_readA(batch: i32, row: i32, col: i32) -> ${z(s)} {
    var value = ${z(s)}(0.0);
    ${e&&r?n:`
    ${o?"if(row < uniforms.dimAOuter && col < uniforms.dimInner)":"if(row < uniforms.aShape[1] && col < uniforms.aShape[2])"}
    {
      ${n}
    }
    `}
    return value;
  }

  fn mm_readB(batch: i32, row: i32, col: i32) -> ${z(s)} {
    var value = ${z(s)}(0.0);
    ${a}
    return value;
  }
  `}function Xe(o,t,e,i,r=!1,s=!1,n=!1,a=1){return`
  ${or(e,i,r,s,n,a)}
  fn mm_write(batch: i32, row: i32, col: i32, valueIn: ${z(a)}) {
    ${r&&s?"":"if (row < uniforms.dimAOuter && col < uniforms.dimBOuter)"}
    {
      var value = valueIn;
      let coords = vec3<i32>(batch, row, col);
      ${J(o,t)}
      setOutputAtCoords(coords[0], coords[1], coords[2], value);
    }
  }
  `}var Ic=(o,t)=>o?`
        mm_Asub[inputRow][inputCol] = mm_readA(batchA,
          kStart + inputRow,
          globalRowStart + inputCol * ${t});
        `:`
        mm_Asub[inputRow][inputCol] = mm_readA(batchA,
          globalRow + innerRow,
          kStart + inputCol * ${t});
        `,vc=(o,t,e,i)=>{if(o)return`
      for (var k = 0; k < ${i}; k++) {
        let BCached0 = mm_Bsub[k][tileCol];
        let ACached0 = mm_Asub[k][localRow];
        for (var i = 0; i < ${e}; i++) {
          acc[i] = fma(BCached0, vec4<f32>(ACached0[i]), acc[i]);
        }
      }`;{let r="",s="";for(let n=0;n<t;n++)r+=`let BCached${n} = mm_Bsub[k * ${t} + ${n}][tileCol];`,s+=`acc[i] = fma(BCached${n}, vec4<f32>(ACached[${n}]), acc[i]);`;return`
      for (var k = 0; k < ${i/t}; k++) {
        ${r}
        for (var i = 0; i < ${e}; i++) {
          let ACached = mm_Asub[tileRow + i][k];
          ${s}
        }
      }`}};function we(o,t,e=!1,i=32,r=!1,s=32,n=!1){let a=t[1]*o[1],u=t[0]*o[0],p=e?a:i,l=e?i:a,c=p/t[0],d=i/t[1],m=o[1],h=o[0];return xt.assert((e&&c===4&&o[1]===4||!e&&(c===3||c===4))&&p%t[0]===0&&i%t[1]===0&&o[0]===4,()=>`If transposeA ${e} is true, innerElementSize ${c} and workPerThread[1] ${o[1]} must be 4.
          Otherwise, innerElementSize ${c} must be 3 or 4.
      tileAWidth ${p} must be divisible by workgroupSize[0]${t[0]}. tileInner ${i} must be divisible by workgroupSize[1] ${t[1]}. colPerThread ${o[0]} must be 4.`),`
  var<workgroup> mm_Asub : array<array<vec${c}<f32>, ${p/c}>, ${l}>;
  var<workgroup> mm_Bsub : array<array<vec4<f32>, ${u/o[0]}>, ${i}>;

  ${y()} {
    let localRow = i32(localId.y);
    let tileRow = localRow * ${m};
    let tileCol = i32(localId.x);

    let globalRow = i32(globalId.y) * ${m};
    let globalCol = i32(globalId.x) * ${h};
    let batch = ${r?"0":"i32(globalId.z)"};
    let batchA = ${r||!n?"batch":"batch % uniforms.aShape[0]"};
    let batchB = ${r||!n?"batch":"batch % uniforms.bShape[0]"};
    let globalRowStart = i32(workgroupId.y) * ${a};

    let numTiles = ${r?`${Math.ceil(s/i)}`:`(uniforms.dimInner - 1) / ${i} + 1`};
    var kStart = ${r?`i32(globalId.z) * ${s}`:"0"};

    var acc: array<vec4<f32>, ${m}>;

    // Loop over shared dimension.
    let tileRowB = localRow * ${d};
    for (var t = 0; t < numTiles; t++) {
        // Load one tile of A into local memory.
        for (var innerRow = 0; innerRow < ${m}; innerRow++) {
            let inputRow = tileRow + innerRow;
            let inputCol = tileCol;
            ${Ic(e,c)}
        }

        // Load one tile of B into local memory.
        for (var innerRow = 0; innerRow < ${d}; innerRow++) {
            let inputRow = tileRowB + innerRow;
            let inputCol = tileCol;
            mm_Bsub[inputRow][inputCol] = mm_readB(batchB, kStart + inputRow, globalCol);
        }
        kStart = kStart + ${i};
        workgroupBarrier();

        // Compute acc values for a single thread.
        ${vc(e,c,m,i)}
        workgroupBarrier();
    }

    for (var innerRow = 0; innerRow < ${m}; innerRow++) {
        mm_write(batch, globalRow + innerRow, globalCol, acc[innerRow]);
    }
  }`}var Si=o=>o?`
        mm_Asub[inputRow][inputCol] = mm_readA(batchA,
          kStart + inputRow,
          globalRowStart + inputCol);
        `:`
        mm_Asub[inputRow][inputCol] = mm_readA(batchA,
          globalRowStart + inputRow,
          kStart + inputCol);
        `,kc=o=>o?"let ACached = mm_Asub[k][tileRow + innerRow];":"let ACached = mm_Asub[tileRow + innerRow][k];";function be(o,t,e=!1,i=32,r=!1,s=32,n=!1,a=!1){let u=o[1]*t[1],p=o[0]*t[0],l=e?u:i,c=e?i:u;xt.assert(c%t[1]===0&&l%t[0]===0&&i%t[1]===0,()=>`tileAHight ${c} must be divisible by workgroupSize[1]${t[1]}, tileAWidth ${l} must be divisible by workgroupSize[0]${t[0]}, tileInner ${i} must be divisible by workgroupSize[1]${t[1]}`);let d=c/t[1],m=l/t[0],h=i/t[1],g=o[1],f=o[0],x=n?`
      let localRow = i32(localId.y);
      let localCol = i32(localId.x);
      let globalRowStart = i32(workgroupId.y) * ${u};
      let globalColStart = i32(workgroupId.x) * ${p};

      // Loop over shared dimension.
      for (var t = 0; t < numTiles; t++) {
        // Load one tile of A into local memory.
        for (var inputRow = localRow; inputRow < ${c}; inputRow = inputRow + ${t[1]}) {
          for (var inputCol = localCol; inputCol < ${l}; inputCol = inputCol + ${t[0]}) {
            ${Si(e)}
          }
        }
        // Load one tile of B into local memory.
        for (var inputRow = localRow; inputRow < ${i}; inputRow = inputRow + ${t[1]}) {
              for (var inputCol = localCol; inputCol < ${p}; inputCol = inputCol + ${t[0]}) {
            mm_Bsub[inputRow][inputCol] = mm_readB(batchB,
              kStart + inputRow,
              globalColStart + inputCol);
          }
        }
        kStart = kStart + ${i};
        workgroupBarrier();

        // Compute acc values for a single thread.
        var BCached : array<f32, ${f}>;
        for (var k = 0; k < ${i}; k++) {
          for (var inner = 0; inner < ${f}; inner++) {
            BCached[inner] = mm_Bsub[k][localCol + inner * ${t[0]}];
          }
          for (var innerRow = 0; innerRow < ${g}; innerRow++) {
            let ACached = ${e?`mm_Asub[k][localRow + innerRow * ${t[1]}];`:`mm_Asub[localRow + innerRow * ${t[1]}][k];`}
            for (var innerCol = 0; innerCol < ${f}; innerCol++) {
              acc[innerRow][innerCol] =
                  fma(ACached, BCached[innerCol], acc[innerRow][innerCol]);
            }
          }
        }
        workgroupBarrier();
      }
      for (var innerRow = 0; innerRow < ${g}; innerRow++) {
        let gRow = globalRowStart + localRow + innerRow * ${t[1]};
        for (var innerCol = 0; innerCol < ${f}; innerCol++) {
          let gCol = globalColStart + localCol + innerCol * ${t[0]};
          mm_write(batch, gRow, gCol, acc[innerRow][innerCol]);
        }
      }
      `:`
  let tileRow = i32(localId.y) * ${g};
  let tileCol = i32(localId.x) * ${f};

  let globalRow = i32(globalId.y) * ${g};
  let globalCol = i32(globalId.x) * ${f};
  let globalRowStart = i32(workgroupId.y) * ${u};

  let tileRowA = i32(localId.y) * ${d};
  let tileColA = i32(localId.x) * ${m};
  let tileRowB = i32(localId.y) * ${h};
  // Loop over shared dimension.
  for (var t = 0; t < numTiles; t++) {
    // Load one tile of A into local memory.
    for (var innerRow = 0; innerRow < ${d}; innerRow++) {
      for (var innerCol = 0; innerCol < ${m}; innerCol++) {
        let inputRow = tileRowA + innerRow;
        let inputCol = tileColA + innerCol;
        ${Si(e)}
      }
    }

    // Load one tile of B into local memory.
    for (var innerRow = 0; innerRow < ${h}; innerRow++) {
      for (var innerCol = 0; innerCol < ${f}; innerCol++) {
        let inputRow = tileRowB + innerRow;
        let inputCol = tileCol + innerCol;
        mm_Bsub[inputRow][inputCol] = mm_readB(batchB,
          kStart + inputRow,
          globalCol + innerCol);
      }
    }
    kStart = kStart + ${i};
    workgroupBarrier();

    // Compute acc values for a single thread.
    var BCached : array<f32, ${f}>;
    for (var k = 0; k < ${i}; k++) {
      for (var inner = 0; inner < ${f}; inner++) {
        BCached[inner] = mm_Bsub[k][tileCol + inner];
      }

      for (var innerRow = 0; innerRow < ${g}; innerRow++) {
        ${kc(e)}
        for (var innerCol = 0; innerCol < ${f}; innerCol++) {
          acc[innerRow][innerCol] =
              fma(ACached, BCached[innerCol], acc[innerRow][innerCol]);
        }
      }
    }

    workgroupBarrier();
  }

  for (var innerRow = 0; innerRow < ${g}; innerRow++) {
    for (var innerCol = 0; innerCol < ${f}; innerCol++) {
      mm_write(batch, globalRow + innerRow, globalCol + innerCol,
          acc[innerRow][innerCol]);
    }
  }
  `;return`
    var<workgroup> mm_Asub : array<array<f32, ${l}>, ${c}>;
    var<workgroup> mm_Bsub : array<array<f32, ${p}>, ${i}>;

    ${y()} {
      let batch = ${r?"0":"i32(globalId.z)"};
      let batchA = ${r||!a?"batch":"batch % uniforms.aShape[0]"};
      let batchB = ${r||!a?"batch":"batch % uniforms.bShape[0]"};
      let numTiles = ${r?`${Math.ceil(s/i)}`:`(uniforms.dimInner - 1) / ${i} + 1`};
      var kStart = ${r?`i32(globalId.z) * ${s}`:"0"};

      var acc : array<array<f32, ${f}>, ${g}>;

      // Without this initialization strange values show up in acc.
      for (var innerRow = 0; innerRow < ${g}; innerRow++) {
        for (var innerCol = 0; innerCol < ${f}; innerCol++) {
          acc[innerRow][innerCol] = 0.0;
        }
      }
      ${x}
    }
  `}var Rc=o=>o?`
      mm_readA(batchA, colA, globalRow),
      mm_readA(batchA, colA + 1, globalRow),
      mm_readA(batchA, colA + 2, globalRow),
      mm_readA(batchA, colA + 3, globalRow)
  `:`
      mm_readA(batchA, globalRow, colA),
      mm_readA(batchA, globalRow, colA + 1),
      mm_readA(batchA, globalRow, colA + 2),
      mm_readA(batchA, globalRow, colA + 3)
  `;function Dc(o,t=!1){xt.assert(o[1]===1&&o[2]===1,()=>`A linear work group size is required. But got ${o}.`);let e=o[0]*4;return`
    var<workgroup> mm_Asub : array<vec4<f32>, ${o[0]}>;

    ${y()} {
      let tileCol = i32(localId.x);
      let globalCol = i32(globalId.x);
      let globalRow = i32(globalId.y);

      let numTiles = (uniforms.dimInner - 1) / ${e} + 1;
      let batch = i32(globalId.z);
      let batchA = batch % uniforms.aShape[0];
      let batchB = batch % uniforms.bShape[0];
      // Without this initialization strange values show up in acc.
      var acc = 0.0;

      // Loop over shared dimension.
      for (var t = 0; t < numTiles; t++) {
        // Load one tile of A into local memory.
        let colA = t * ${e} + tileCol * 4;
        mm_Asub[tileCol] = vec4<f32>(${Rc(t)});
        workgroupBarrier();

        // Compute acc values for a single thread.
        for (var k = 0; k < ${e/4}; k++) {
          let rowB = t * ${e} + k * 4;
          let BCached = vec4<f32>(mm_readB(batchB, rowB, globalCol),
                              mm_readB(batchB, rowB + 1, globalCol),
                              mm_readB(batchB, rowB + 2, globalCol),
                              mm_readB(batchB, rowB + 3, globalCol));

          let ACached = mm_Asub[k];
          acc = acc + dot(ACached, BCached);
        }

        workgroupBarrier();
      }

      mm_write(batch, globalRow, globalCol, acc);
    }
  `}var gt=class{constructor(t,e,i=!1,r=!1,s=null,n=null,a=null,u=!1){this.variableNames=["A","B"],this.uniforms="dimAOuter : i32, dimBOuter : i32, dimInner : i32,",this.outputShape=e,this.dispatchLayout={x:[2],y:[1],z:[0]};let p=i?t[1]:t[2];if(this.isVec4=(p%4===0&&!i||e[1]%4===0&&i)&&e[2]%4===0&&!r,this.outputComponent=this.isVec4?4:1,this.isVectorA=e[1]===1&&!i,!this.isVec4&&this.isVectorA)this.elementsPerThread=[1,1,1],this.workgroupSize=[32,1,1];else{let d=Jo(e[1],p,e[2],i);this.workgroupSize=d.workgroupSize,this.elementsPerThread=d.elementsPerThread}this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize,this.elementsPerThread);let l=s!=null,c=a!=null;l&&this.variableNames.push("bias"),c&&this.variableNames.push("preluActivationWeights"),this.sequentialAccessByThreads=u,this.transposeA=i,this.transposeB=r,this.addBias=l,this.activation=n,this.hasPreluActivationWeights=c,[this.fitAOuter,this.fitBOuter,this.fitInner]=this.getShapeFit(e[1],e[2],p),this.shaderKey=`matMulPacked_${this.elementsPerThread}_${i}_${r}_${this.activation}_${this.fitAOuter}_${this.fitBOuter}_${this.fitInner}_${this.isVec4}_${this.isVectorA}_${this.sequentialAccessByThreads}`}getShapeFit(t,e,i){let r=this.workgroupSize[1]*this.elementsPerThread[1],s=this.workgroupSize[0]*this.elementsPerThread[0];!this.isVec4&&this.isVectorA?this.tileInner=this.workgroupSize[0]*4:this.tileInner=s;let n=t%r===0,a=e%s===0,u=i%this.tileInner===0;return[n,a,u]}getUserCode(){return`
      ${q(this.activation,this.hasPreluActivationWeights,this.isVec4)}
      ${Xe(this.addBias,this.activation,!1,this.transposeB,this.fitAOuter,this.fitBOuter,this.fitInner,this.isVec4?4:1)}
      ${this.isVec4?we(this.elementsPerThread,this.workgroupSize,this.transposeA,this.tileInner,!1,null,!0):this.isVectorA?Dc(this.workgroupSize,this.transposeA):be(this.elementsPerThread,this.workgroupSize,this.transposeA,this.tileInner,!1,null,this.sequentialAccessByThreads,!0)}
    `}};function Pc(o){return`
    var<workgroup> sumValues : array<f32, ${o}>;
    ${y()} {
      let coords = getOutputCoords();
      let batch = coords[0];
      let batchA = batch % uniforms.aShape[0];
      let batchB = batch % uniforms.bShape[0];
      let row = coords[1];
      let col = coords[2];
      var sum = 0.0;
      let Length = uniforms.dimInner;
      for (var k = i32(localId.x); k < Length; k = k + ${o}) {
        let dataA = mm_readA(batchA, row, k);
        let dataB = mm_readB(batchB, k, col);
        sum = sum + dataA * dataB;
      }
      sumValues[localId.x] = sum;
      workgroupBarrier();

      for(var currentSize = ${o/2}u; currentSize > 1u;
          currentSize = currentSize / 2u) {
        if (localId.x < currentSize)
        {
          sumValues[localId.x] = sumValues[localId.x] + sumValues[localId.x + currentSize];
        }
        workgroupBarrier();
      }

      if (localId.x == 0u) {
        sum = sumValues[0] + sumValues[1];
        mm_write(batch, row, col, sum);
      }
    }
  `}var Ct=class{constructor(t,e=!1,i=!1,r=null,s=null,n=null){this.variableNames=["A","B"],this.uniforms="dimAOuter : i32, dimBOuter : i32, dimInner : i32,",this.workgroupSize=[256,1,1],this.outputShape=t,this.dispatchLayout={x:[],y:[1,2],z:[0]},this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize);let a=r!=null,u=n!=null;a&&this.variableNames.push("bias"),u&&this.variableNames.push("preluActivationWeights"),this.transposeA=e,this.transposeB=i,this.addBias=a,this.activation=s,this.hasPreluActivationWeights=u,this.shaderKey=`matMulReduce_${this.activation}_${e}_${i}`}getUserCode(){return`
      ${q(this.activation,this.hasPreluActivationWeights)}
      ${Xe(this.addBias,this.activation,this.transposeA,this.transposeB)}
      ${Pc(this.workgroupSize[0])}
    `}};function $c(o){let t=o[1],e=o[0],i=t>e?t:e;return`
  var<workgroup> mm_Asub : array<array<f32, ${i}>, ${t}>;
  var<workgroup> mm_Bsub : array<array<f32, ${e}>, ${i}>;

  // If the output size is small for matrix multiplication, avoid to use vec4
  // and handle some elements per thread to optimally utilize the ALU.
  // Read data from global memory to registers firstly, then store them into
  // shared memory, so it is instruction-Level parallelism for arithmetic
  // operations and others handle IO operations between barrier api, makes ALU
  // and load/store units work simultaneously, could improves the performance.
  ${y()} {
    let tileRow = i32(localId.y);
    let tileCol = i32(localId.x);
    let globalRow = i32(globalId.y);
    let globalCol = i32(globalId.x);
    let batch = i32(globalId.z);
    let batchA = batch % uniforms.aShape[0];
    let batchB = batch % uniforms.bShape[0];

    // uniforms.dimInner should be greater than 0.
    let numTiles = (uniforms.dimInner - 1) / ${i} + 1;
    var acc = 0.0;

    var globalColA = tileCol;
    var globalRowB = 0;
    var regA = mm_readA(batchA, globalRow, globalColA);
    var regB0 = mm_readB(batchB, globalRowB + 2 * tileRow, globalCol);
    var regB1 = mm_readB(batchB, globalRowB + 2 * tileRow + 1, globalCol);
    globalColA = globalColA + ${i};
    globalRowB = globalRowB + ${i};

    for (var t = 0; t < numTiles; t = t + 1) {
      mm_Asub[tileRow][tileCol] = regA;
      mm_Bsub[2 * tileRow][tileCol] = regB0;
      mm_Bsub[2 * tileRow + 1][tileCol] = regB1;

      workgroupBarrier();

      regA = mm_readA(batchA, globalRow, globalColA);
      regB0 = mm_readB(batchB, globalRowB + 2 * tileRow, globalCol);
      regB1 = mm_readB(batchB, globalRowB + 2 * tileRow + 1, globalCol);
      globalColA = globalColA + ${i};
      globalRowB = globalRowB + ${i};

      for (var k = 0; k < ${i}; k = k + 1) {
        acc = acc + mm_Asub[tileRow][k] * mm_Bsub[k][tileCol];
      }
      workgroupBarrier();
    }

    mm_write(batch, globalRow, globalCol, acc);
  }
  `}var yt=class{constructor(t,e,i,r=!1,s=!1,n=null,a=null,u=null){this.variableNames=["A","B"],this.uniforms="dimAOuter : i32, dimBOuter : i32, dimInner : i32,",this.workgroupSize=[16,8,1],this.outputShape=i,this.dispatchLayout={x:[2],y:[1],z:[0]},this.dispatch=[Math.ceil(i[2]/this.workgroupSize[0]),Math.ceil(i[1]/this.workgroupSize[1]),i[0]];let p=n!=null;p&&this.variableNames.push("bias");let l=u!=null;l&&this.variableNames.push("preluActivationWeights"),this.transposeA=r,this.transposeB=s,this.addBias=p,this.activation=a,this.hasPreluActivationWeights=l,this.shaderKey=`matMulSmallOutputSize_${this.activation}_${r}_${s}`}getUserCode(){return`
      ${q(this.activation,this.hasPreluActivationWeights)}
      ${Xe(this.addBias,this.activation,this.transposeA,this.transposeB)}
      ${$c(this.workgroupSize)}
    `}};import{util as Nc}from"@tensorflow/tfjs-core";var St=class{constructor(t,e,i=!1,r=!1){this.variableNames=["A","B"],this.uniforms="dimAOuter : i32, dimBOuter : i32, dimInner : i32,",this.workgroupSize=[8,8,1],this.atomic=!0,this.splitedDimInner=128,Nc.assert(t[0]===1,()=>"MatMulSplitKProgram only supports batch = 1."),this.outputShape=t,this.dispatchLayout={x:[2],y:[1],z:[0,3]};let s=(i&&this.outputShape[1]%4===0||!i&&e%4===0)&&this.outputShape[2]%4===0;this.elementsPerThread=[4,4,this.splitedDimInner],this.outputComponent=s?4:1,s||(this.outputShape[1]<16&&(this.elementsPerThread[1]=1),this.outputShape[2]<16&&(this.elementsPerThread[0]=1)),this.dispatch=S(this.dispatchLayout,[this.outputShape[0],this.outputShape[1],this.outputShape[2],e],this.workgroupSize,this.elementsPerThread),this.transposeA=i,this.transposeB=r,this.shaderKey=`matMulSplitK_${i}_${r}_${this.elementsPerThread}_${this.outputComponent}`}getUserCode(){let t=this.outputComponent;return`
      ${or(!1,this.transposeB,!1,!1,!1,t)}
      fn mm_write(batch: i32, row : i32, col : i32, value : ${z(t)}) {
        if (row < uniforms.dimAOuter && col < uniforms.dimBOuter) {
          let coords = vec3<i32>(batch, row, col);
          let flatIndex = getOutputIndexFromCoords(coords);
          // The problem is that we should initialize output to zero before using.
          // Otherwise, the original value will be added to the result.
          for (var i = 0; i < ${t}; i = i + 1) {
            ${Z("&result[flatIndex + i]",`${t>1?"value[i]":"value"}`,"float32")}
          }
        }
      }
      ${t===4?we(this.elementsPerThread,this.workgroupSize,this.transposeA,32,!0,this.splitedDimInner):be(this.elementsPerThread,this.workgroupSize,this.transposeA,32,!0,this.splitedDimInner)}
    `}},wt=class{constructor(t,e=null,i=null,r=null){this.uniforms="",this.variableNames=["x"],this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.addBias=e!=null,this.hasPreluActivationWeights=r!=null,this.activation=i,this.addBias&&this.variableNames.push("bias"),this.hasPreluActivationWeights&&this.variableNames.push("preluActivationWeights"),this.shaderKey=`biasActivation_${i}`}getUserCode(){return`
    ${q(this.activation,this.hasPreluActivationWeights)}
    ${y("index")} {
      if (index < uniforms.size) {
        let coords = getCoordsFromIndex(index);
        var value = getXByOutputIndex(index);
        ${J(this.addBias,this.activation)}
        setOutputAtIndex(index, value);
      }
    }
    `}};import{Fill as Fc,util as rr}from"@tensorflow/tfjs-core";var bt=class{constructor(t){this.variableNames=[],this.outputShape=[],this.uniforms="value : f32,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="fill"}getUserCode(){return`
    ${y("index")} {
      if (index < uniforms.size) {
        setOutputAtIndex(index, uniforms.value);
      }
    }
  `}};function B(o){let{backend:t,attrs:e}=o,{shape:i,value:r}=e,{dtype:s}=e;if(s=s||rr.inferDtype(r),s==="string"){let n=rr.getArrayFromDType(s,rr.sizeFromShape(i));return n.fill(r),t.makeTensorInfo(i,s,n)}else{let n=new bt(i),a=[{type:"float32",data:[r]}];return t.runWebGPUProgram(n,[],s,a)}}var wi={kernelName:Fc,backendName:"webgpu",kernelFunc:B};import{Reshape as zc,util as It}from"@tensorflow/tfjs-core";function R(o){let{inputs:t,attrs:e}=o,{x:i}=t,{shape:r}=e,s=It.sizeFromShape(i.shape),n=It.inferFromImplicitShape(r,s),a=It.sizeFromShape(n);return It.assert(s===a,()=>`The new shape (${n}) has ${a} elements and the old shape (${i.shape}) has ${s} elements. The new shape and old shape must have the same number of elements.`),o.backend.incRef(i.dataId),{dataId:i.dataId,shape:n,dtype:i.dtype}}var bi={kernelName:zc,backendName:"webgpu",kernelFunc:R};function Ie({a:o,b:t,transposeA:e,transposeB:i,backend:r,bias:s=null,preluActivationWeights:n=null,leakyreluAlpha:a=0,activation:u=null}){let p=o.shape.length,l=t.shape.length,c=e?o.shape[p-2]:o.shape[p-1],d=i?t.shape[l-1]:t.shape[l-2],m=e?o.shape[p-1]:o.shape[p-2],h=i?t.shape[l-2]:t.shape[l-1],g=o.shape.slice(0,-2),f=t.shape.slice(0,-2),x=ir.sizeFromShape(g),C=ir.sizeFromShape(f),v=Ac.assertAndGetBroadcastShape(o.shape.slice(0,-2),t.shape.slice(0,-2)).concat([m,h]);ir.assert(c===d,()=>`Error in matMul: inner shapes (${c}) and (${d}) of Tensors with shapes ${o.shape} and ${t.shape} and transposeA=${e} and transposeB=${i} must match.`);let k=e?[x,c,m]:[x,m,c],P=i?[C,h,d]:[C,d,h],N=R({inputs:{x:o},backend:r,attrs:{shape:k}}),F=R({inputs:{x:t},backend:r,attrs:{shape:P}}),A=[N,F],M=Math.max(x,C),W=[N,F],V=[{type:"int32",data:[m]},{type:"int32",data:[h]},{type:"int32",data:[c]}],X,G,K=[M,m,h],Y=Ii().get("WEBGPU_MATMUL_PROGRAM_TYPE");if(Y<0){let $e=Ii().getNumber("WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL"),We=$e>0?$e:r.thresholdToIncreaseWorkgroups,Oe=M*Math.ceil(m/32)*Math.ceil(h/32);Oe<=We||m<=8&&Oe<=We*2?M*m*h<=128?Y=se.MatMulReduceProgram:M===1&&d>=2e3?Y=se.MatMulSplitKProgram:Y=se.MatMulSmallOutputSizeProgram:Y=se.MatMulPackedProgram}switch(Y){case se.MatMulReduceProgram:X=new Ct(K,e,i,s,u,n);break;case se.MatMulSplitKProgram:{if(G=B({backend:r,attrs:{shape:K,value:0,dtype:o.dtype}}),X=new St(K,d,e,i),s||u){G=r.runWebGPUProgram(X,W,o.dtype,V,G);let We=new wt(G.shape,s,u,n),Oe=null,lt=[G];s&&lt.push(s),n&&lt.push(n),u==="leakyrelu"&&(Oe=[{type:"float32",data:[a]}],We.uniforms+=" alpha : f32,");let si=r.runWebGPUProgram(We,lt,G.dtype,Oe);A.push(G);let Ap=R({inputs:{x:si},backend:r,attrs:{shape:v}});A.push(si);for(let Tp of A)r.disposeData(Tp.dataId);return Ap}break}case se.MatMulSmallOutputSizeProgram:X=new yt(k,P,K,e,i,s,u,n);break;case se.MatMulPackedProgram:let $e=r.adapterInfo.isIntel();X=new gt(k,K,e,i,s,u,n,$e);break;default:throw new Error(`Unsupported MatMulProgramType ${Y}.`)}s&&W.push(s),n&&W.push(n),u==="leakyrelu"&&(V.push({type:"float32",data:[a]}),X.uniforms+=" alpha : f32,"),G=r.runWebGPUProgram(X,W,o.dtype,V,G);let zp=R({inputs:{x:G},backend:r,attrs:{shape:v}});A.push(G);for(let $e of A)r.disposeData($e.dataId);return zp}function Ec(o){let{inputs:t,backend:e,attrs:i}=o,{a:r,b:s,bias:n,preluActivationWeights:a}=t,{transposeA:u,transposeB:p,activation:l,leakyreluAlpha:c}=i;return Ie({a:r,b:s,transposeA:u,transposeB:p,backend:e,bias:n,preluActivationWeights:a,leakyreluAlpha:c,activation:l})}var vi={kernelName:Tc,backendName:"webgpu",kernelFunc:Ec};import{Abs as Md}from"@tensorflow/tfjs-core";import{backend_util as Pi,upcastType as $i}from"@tensorflow/tfjs-core";import{backend_util as Lc}from"@tensorflow/tfjs-core";var Ye=class{constructor(t,e,i){this.variableNames=["AReal","AImag","BReal","BImag"],this.workgroupSize=[128,1,1],this.size=!0,this.outputShape=Lc.assertAndGetBroadcastShape(e,i),this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey=`binaryOpComplex_${t}`,this.op=t}getUserCode(){return`
      fn binaryOpComplex(
          areal : f32, aimag : f32, breal : f32, bimag : f32) -> f32 {
        ${Fe(this.op,!1)}
      }

      ${y("index")} {
        if(index < uniforms.size) {
          let areal = getARealByOutputIndex(index);
          let aimag = getAImagByOutputIndex(index);
          let breal = getBRealByOutputIndex(index);
          let bimag = getBImagByOutputIndex(index);
          setOutputAtIndex(index, binaryOpComplex(areal, aimag, breal, bimag));
        }
      }
    `}};import{backend_util as _c,util as ki}from"@tensorflow/tfjs-core";var de=class{constructor(t,e,i){if(this.size=!0,this.variableNames=["A","B"],this.outputShape=_c.assertAndGetBroadcastShape(e,i),this.dispatchLayout=w(this.outputShape),this.op=t,this.useSharedMemoryWithA=e.length<=1&&i.length>1&&e[0]<128,this.useSharedMemoryWithB=i.length<=1&&e.length>1&&i[0]<128,this.useSharedMemoryWithA||this.useSharedMemoryWithB)this.outputComponent=1,this.variableComponents=[1,1],this.lastDimensionSize=this.useSharedMemoryWithB?i[0]:e[0],this.shaderKey=`binary_${t}_${this.lastDimensionSize}`,this.type="shared",this.workgroupSize=[256,1,1];else{let r=e.length>0&&e[e.length-1]%4===0,s=i.length>0&&i[i.length-1]%4===0;r&&s?(this.outputComponent=4,this.variableComponents=[4,4]):r&&(ki.isScalarShape(i)||i[i.length-1]===1)||s&&(ki.isScalarShape(e)||e[e.length-1]===1)?(this.outputComponent=4,this.variableComponents=r?[4,1]:[1,4]):(this.outputComponent=1,this.variableComponents=[1,1]),this.type="nonshared",this.shaderKey=`binary_${t}_${this.variableComponents}`,this.workgroupSize=[128,1,1]}this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize,[this.outputComponent,1,1])}getUserCode(){let t,e=this.outputComponent===4?"vec4<f32>":"f32",i=`
    fn binaryOperation(a : ${e}, b : ${e}) -> ${e} {
      ${Fe(this.op,this.outputComponent===4)}
    };
    `;if(this.type==="shared"){let r=this.lastDimensionSize>1?`coords[${this.outputShape.length-1}]`:"0",s=this.useSharedMemoryWithB?`let a = getAByOutputIndex(index);
          let b = sharedBuf[${r}];`:`let a = sharedBuf[${r}];
          let b = getBByOutputIndex(index);`;t=`
        ${i}
        var<workgroup> sharedBuf : array<f32, ${this.lastDimensionSize}>;
        ${y("index")} {
          // Fill in the shared memory buffer.
          let localIndex = i32(localId.x);
          if(localIndex < ${this.lastDimensionSize}) {
            sharedBuf[localIndex] = f32(${this.useSharedMemoryWithB?"B":"A"}[localIndex]);
          }
          workgroupBarrier();

          if(index < uniforms.size) {
            let coords = getCoordsFromIndex(index);
            ${s}
            setOutputAtIndex(index, binaryOperation(a, b));
          }
        }
        `}else t=`
       ${i}
       ${y("index")} {
         if (index < uniforms.size) {
           let coords = getCoordsFromIndex(index * ${this.outputComponent});
           let a = ${e}(getAByOutputCoords(coords));
           let b = ${e}(getBByOutputCoords(coords));
           setOutputAtIndex(index, binaryOperation(a, b));
         }
       }
       `;return t}};import{Complex as Mc}from"@tensorflow/tfjs-core";import{Identity as Bc}from"@tensorflow/tfjs-core";function U(o){let{inputs:t}=o,{x:e}=t;return o.backend.incRef(e.dataId),{dataId:e.dataId,shape:e.shape,dtype:e.dtype}}var Ri={kernelName:Bc,backendName:"webgpu",kernelFunc:U};function re(o){let{inputs:t,backend:e}=o,{real:i,imag:r}=t,s=e.makeTensorInfo(i.shape,"complex64"),n=e.tensorMap.get(s.dataId),a=U({inputs:{x:i},backend:e}),u=U({inputs:{x:r},backend:e});return n.complexTensorInfos={real:a,imag:u},s}var Di={kernelName:Mc,backendName:"webgpu",kernelFunc:re};var ee=class{constructor(t,e,i=""){this.variableNames=["A"],this.size=!0;let r=128;this.workgroupSize=[r,1,1],this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.op=e,i!==""&&(this.uniforms=i),this.shaderKey=`unary_${e}`}getUserCode(){return`
      fn unaryOperation(a : f32) -> f32 {
        ${ce(this.op,!1)}
      }
      ${y("index")} {
        if (index < uniforms.size) {
          let a = getAByOutputIndex(index);
          setOutputAtIndex(index, unaryOperation(a));
        }
      }
      `}};function $({opType:o,cpuKernelImpl:t,dtype:e}){return({inputs:i,backend:r})=>{let{x:s}=i,n=r,a=e||s.dtype;if(n.shouldExecuteOnCPU([s])&&t!=null){let p=n.tensorMap.get(s.dataId),l=t(p.values,a);return n.makeTensorInfo(s.shape,a,l)}let u=new ee(s.shape,o);return n.runWebGPUProgram(u,[s],a)}}function T({opType:o,cpuKernelImpl:t,supportsComplex:e=!1,dtype:i}){return({inputs:r,backend:s})=>{let{a:n,b:a}=r,u=s;if(e&&n.dtype==="complex64"){let c=u.tensorMap.get(n.dataId),d=u.tensorMap.get(a.dataId),m,h;if(o!==D.MUL)[m,h]=[[c.complexTensorInfos.real,d.complexTensorInfos.real],[c.complexTensorInfos.imag,d.complexTensorInfos.imag]].map(f=>{let[x,C]=f,b={dataId:x.dataId,dtype:x.dtype,shape:n.shape},v={dataId:C.dataId,dtype:C.dtype,shape:a.shape},k=new de(o,n.shape,a.shape);return u.runWebGPUProgram(k,[b,v],$i(x.dtype,C.dtype))});else{let f=new Ye(D.COMPLEX_MULTIPLY_REAL,n.shape,a.shape),x=new Ye(D.COMPLEX_MULTIPLY_IMAG,n.shape,a.shape),C=[{dataId:c.complexTensorInfos.real.dataId,dtype:c.complexTensorInfos.real.dtype,shape:n.shape},{dataId:c.complexTensorInfos.imag.dataId,dtype:c.complexTensorInfos.imag.dtype,shape:n.shape},{dataId:d.complexTensorInfos.real.dataId,dtype:d.complexTensorInfos.real.dtype,shape:a.shape},{dataId:d.complexTensorInfos.imag.dataId,dtype:d.complexTensorInfos.imag.dtype,shape:a.shape}];m=u.runWebGPUProgram(f,C,"float32"),h=u.runWebGPUProgram(x,C,"float32")}let g=re({inputs:{real:m,imag:h},backend:u});return u.disposeData(m.dataId),u.disposeData(h.dataId),g}let p=i||$i(n.dtype,a.dtype);if((n.dtype==="string"||a.dtype==="string"||u.shouldExecuteOnCPU([n,a]))&&t!=null){let c=u.tensorMap.get(n.dataId).values,d=u.tensorMap.get(a.dataId).values,m=n.dtype==="string"?Pi.fromUint8ToStringArray(c):c,h=n.dtype==="string"?Pi.fromUint8ToStringArray(d):d,[g,f]=t(n.shape,a.shape,m,h,p);return u.makeTensorInfo(f,p,g)}let l=new de(o,n.shape,a.shape);return u.runWebGPUProgram(l,[n,a],p)}}var Tr={};ni(Tr,{addImpl:()=>ur,bincountImpl:()=>Ei,bincountReduceImpl:()=>Li,bitwiseAndImpl:()=>pr,castImpl:()=>ar,ceilImpl:()=>lr,concatImpl:()=>_i,equalImpl:()=>dr,expImpl:()=>mr,expm1Impl:()=>hr,floorDivImpl:()=>gr,floorImpl:()=>fr,gatherNdImpl:()=>Bi,gatherV2Impl:()=>Mi,greaterEqualImpl:()=>Cr,greaterImpl:()=>xr,lessEqualImpl:()=>Sr,lessImpl:()=>yr,linSpaceImpl:()=>Ui,logImpl:()=>wr,maxImpl:()=>Oi,maximumImpl:()=>br,minimumImpl:()=>Ir,multiplyImpl:()=>Qe,negImpl:()=>Vi,notEqualImpl:()=>vr,prodImpl:()=>Hi,raggedGatherImpl:()=>qi,raggedRangeImpl:()=>ji,raggedTensorToTensorImpl:()=>Ji,rangeImpl:()=>ts,rsqrtImpl:()=>Dr,scatterImpl:()=>rs,sigmoidImpl:()=>is,simpleAbsImpl:()=>Ni,sliceImpl:()=>ps,sparseFillEmptyRowsImpl:()=>ls,sparseReshapeImpl:()=>cs,sparseSegmentReductionImpl:()=>ds,sqrtImpl:()=>ms,squaredDifferenceImpl:()=>Nr,staticRegexReplaceImpl:()=>Fr,stridedSliceImpl:()=>hs,stringNGramsImpl:()=>fs,stringSplitImpl:()=>gs,stringToHashBucketFastImpl:()=>Cs,subImpl:()=>Ar,tileImpl:()=>ys,topKImpl:()=>bs,transposeImpl:()=>Gi,uniqueImpl:()=>vs});import{Abs as IS,util as vS}from"@tensorflow/tfjs-core";import{util as Uc}from"@tensorflow/tfjs-core";function vt(o,t){Array.isArray(o)||(o=[o]),o.forEach(e=>{e!=null&&Uc.assert(e.dtype!=="complex64",()=>`${t} does not support complex64 tensors in the CPU backend.`)})}function Ni(o){let t=new Float32Array(o.length);for(let e=0;e<o.length;++e)t[e]=Math.abs(o[e]);return t}import{Add as Wc}from"@tensorflow/tfjs-core";import{backend_util as sr,util as xe}from"@tensorflow/tfjs-core";function L(o){return(t,e,i,r,s)=>{let n=sr.assertAndGetBroadcastShape(t,e),a=n.length,u=xe.computeStrides(n),p=xe.sizeFromShape(n),l=xe.getTypedArrayFromDType(s,p),c=t.length,d=e.length,m=xe.computeStrides(t),h=xe.computeStrides(e),g=sr.getBroadcastDims(t,n),f=sr.getBroadcastDims(e,n);if(g.length+f.length===0)for(let x=0;x<l.length;++x)l[x]=o(i[x%i.length],r[x%r.length]);else for(let x=0;x<l.length;++x){let C=xe.indexToLoc(x,a,u),b=C.slice(-c);g.forEach(N=>b[N]=0);let v=xe.locToIndex(b,c,m),k=C.slice(-d);f.forEach(N=>k[N]=0);let P=xe.locToIndex(k,d,h);l[x]=o(i[v],r[P])}return[l,n]}}import{backend_util as ve,util as me}from"@tensorflow/tfjs-core";import{Cast as WS,util as Ai}from"@tensorflow/tfjs-core";import{util as Fi}from"@tensorflow/tfjs-core";import{Complex as $S}from"@tensorflow/tfjs-core";function ze(o){let{inputs:t,backend:e}=o,{real:i,imag:r}=t,s=e.data.get(i.dataId).values,n=e.data.get(r.dataId).values,a=e.makeTensorInfo(i.shape,"complex64"),u=e.data.get(a.dataId);return u.complexTensorInfos={real:e.makeTensorInfo(i.shape,"float32",s),imag:e.makeTensorInfo(r.shape,"float32",n)},a}function kt(o,t,e="float32"){if(e==="complex64"){let r=kt(o,t,"float32"),s=kt(o,t,"float32");return ze({inputs:{real:r,imag:s},backend:o})}let i=Fi.makeZerosTypedArray(Fi.sizeFromShape(t),e);return o.makeTensorInfo(t,e,i)}import{Identity as ES}from"@tensorflow/tfjs-core";function nr(o){let{inputs:t,backend:e}=o,{x:i}=t;return e.incRef(i.dataId),{dataId:i.dataId,shape:i.shape,dtype:i.dtype}}import{Real as BS}from"@tensorflow/tfjs-core";function zi(o){let{inputs:t,backend:e}=o,{input:i}=t,r=e.data.get(i.dataId).complexTensorInfos.real,s=e.data.get(r.dataId).values;return e.makeTensorInfo(r.shape,r.dtype,s)}function ar(o,t,e,i){if(i==="int32"){let r=Int32Array.from(o);return[t,"int32",r]}if(i==="bool"){let r=Ai.toTypedArray([0],e),[s,n]=L((a,u)=>a!==u?1:0)(t,[],o,r,"bool");return[n,"bool",s]}throw new Error(`Error in Cast: failed to cast ${e} to ${i}`)}function je(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{dtype:s}=i;if(s==="complex64"){if(r.dtype==="complex64")return nr({inputs:{x:r},backend:e});let l=kt(e,r.shape,r.dtype),c=je({inputs:{x:r},backend:e,attrs:{dtype:"float32"}}),d=ze({inputs:{real:c,imag:l},backend:e});return e.disposeIntermediateTensorInfo(l),e.disposeIntermediateTensorInfo(c),d}if(r.dtype==="complex64"){let l=zi({inputs:{input:r},backend:e}),c=je({inputs:{x:l},backend:e,attrs:{dtype:s}});return e.disposeIntermediateTensorInfo(l),c}if(!Ai.hasEncodingLoss(r.dtype,s)){let l=nr({inputs:{x:r},backend:e});return{dataId:l.dataId,shape:l.shape,dtype:s}}let n=e.data.get(r.dataId).values,[a,u,p]=ar(n,r.shape,r.dtype,s);return e.makeTensorInfo(a,u,p)}function _(o,t,e,i){return e==null?({inputs:r,backend:s})=>{let{a:n,b:a}=r,u=s;vt([n,a],o);let p=u.data.get(n.dataId).values,l=u.data.get(a.dataId).values,c=n.dtype==="string"?ve.fromUint8ToStringArray(p):p,d=n.dtype==="string"?ve.fromUint8ToStringArray(l):l,m=i||n.dtype,[h,g]=t(n.shape,a.shape,c,d,m);return u.makeTensorInfo(g,m,h)}:({inputs:r,backend:s})=>{let{a:n,b:a}=r,u=s;if(n.dtype==="complex64"||a.dtype==="complex64"){let p=je({inputs:{x:n},backend:u,attrs:{dtype:"complex64"}}),l=u.data.get(p.dataId),c=l.complexTensorInfos.real,d=l.complexTensorInfos.imag,m=u.data.get(c.dataId).values,h=u.data.get(d.dataId).values,g=je({inputs:{x:a},backend:u,attrs:{dtype:"complex64"}}),f=u.data.get(g.dataId),x=f.complexTensorInfos.real,C=f.complexTensorInfos.imag,b=u.data.get(x.dataId).values,v=u.data.get(C.dataId).values,[k,P,N]=e(n.shape,a.shape,m,h,b,v),F=u.makeTensorInfo(N,"float32",k),A=u.makeTensorInfo(N,"float32",P),M=ze({inputs:{real:F,imag:A},backend:u});return u.disposeIntermediateTensorInfo(p),u.disposeIntermediateTensorInfo(g),u.disposeIntermediateTensorInfo(F),u.disposeIntermediateTensorInfo(A),M}else{let p=u.data.get(n.dataId).values,l=u.data.get(a.dataId).values,c=i||n.dtype,[d,m]=t(n.shape,a.shape,p,l,c);return u.makeTensorInfo(m,c,d)}}}function Ae(o){return(t,e,i,r,s,n)=>{let a=ve.assertAndGetBroadcastShape(t,e),u=me.sizeFromShape(a),p=a.length,l=me.computeStrides(a),c=me.getTypedArrayFromDType("float32",u),d=me.getTypedArrayFromDType("float32",u),m=ve.getBroadcastDims(t,a),h=ve.getBroadcastDims(e,a),g=ve.mergeRealAndImagArrays(i,r),f=ve.mergeRealAndImagArrays(s,n),x=t.length,C=me.computeStrides(t),b=e.length,v=me.computeStrides(e);if(m.length+h.length===0)for(let k=0;k<c.length;k++){let P=k%g.length,N=k%f.length,F=o(g[P*2],g[P*2+1],f[N*2],f[N*2+1]);c[k]=F.real,d[k]=F.imag}else for(let k=0;k<c.length;k++){let P=me.indexToLoc(k,p,l),N=P.slice(-x);m.forEach(V=>N[V]=0);let F=me.locToIndex(N,x,C),A=P.slice(-b);h.forEach(V=>A[V]=0);let M=me.locToIndex(A,b,v),W=o(g[F*2],g[F*2+1],f[M*2],f[M*2+1]);c[k]=W.real,d[k]=W.imag}return[c,d,a]}}var ur=L(((o,t)=>o+t)),Oc=Ae(((o,t,e,i)=>({real:o+e,imag:t+i}))),ow=_(Wc,ur,Oc);import{buffer as Vc,util as Ti}from"@tensorflow/tfjs-core";function Ei(o,t,e,i,r){let s=Ti.sizeFromShape(i),n=Ti.makeZerosTypedArray(r,e);for(let a=0;a<o.length;a++){let u=o[a];if(u<0)throw new Error("Input x must be non-negative!");u>=r||(s>0?n[u]+=t[a]:n[u]+=1)}return n}function Li(o,t,e,i=!1){let r=o.shape[0],s=o.shape[1],n=Vc([r,e],t.dtype);for(let a=0;a<r;a++)for(let u=0;u<s;u++){let p=o.get(a,u);if(p<0)throw new Error("Input x must be non-negative!");p>=e||(i?n.set(1,a,p):t.size>0?n.set(n.get(a,p)+t.get(a,u),a,p):n.set(n.get(a,p)+1,a,p))}return n}import{BitwiseAnd as Gc}from"@tensorflow/tfjs-core";var pr=L(((o,t)=>o&t)),pw=_(Gc,pr);import{Ceil as qc}from"@tensorflow/tfjs-core";import{util as Hc}from"@tensorflow/tfjs-core";function H(o){return(t,e,i)=>{let r=Hc.getArrayFromDType(e,t.length);for(let s=0;s<t.length;++s)r[s]=o(t[s],i);return r}}import{backend_util as Kc}from"@tensorflow/tfjs-core";function Rt(o,t,e){let i=H(t);return Q(o,i,e)}function Q(o,t,e){return({inputs:i,attrs:r,backend:s})=>{let{x:n}=i;vt(n,o);let a=s,u=a.data.get(n.dataId).values,p;if(n.dtype==="string"){if(!Array.isArray(u))throw new Error("String tensor's value was not an instance of Array");p=Kc.fromUint8ToStringArray(u)}else p=u;let l=e||n.dtype,c=t(p,l,r);return a.makeTensorInfo(n.shape,l,c)}}var lr=H(o=>Math.ceil(o)),Sw=Q(qc,lr);import{backend_util as Xc,util as cr}from"@tensorflow/tfjs-core";function _i(o,t,e,i){let r=cr.getArrayFromDType(e,cr.sizeFromShape(t));if(i&&e!=="string"){let s=0;o.forEach(n=>{let a=cr.sizeFromShape(n.shape);r.set(n.vals,s),s+=a})}else{let s=0;o.forEach(n=>{let a=e==="string"?Xc.fromUint8ToStringArray(n.vals):n.vals,u=0;for(let p=0;p<n.shape[0];++p){let l=p*t[1]+s;for(let c=0;c<n.shape[1];++c)r[l+c]=a[u++]}s+=n.shape[1]})}return r}import{Equal as Yc}from"@tensorflow/tfjs-core";var dr=L((o,t)=>o===t?1:0),Dw=_(Yc,dr,null,"bool");import{Exp as jc}from"@tensorflow/tfjs-core";var mr=H(o=>Math.exp(o)),zw=Q(jc,mr,"float32");import{Expm1 as Qc}from"@tensorflow/tfjs-core";var hr=H(o=>Math.expm1(o)),_w=Q(Qc,hr);import{Floor as Zc}from"@tensorflow/tfjs-core";var fr=H(o=>Math.floor(o)),Ow=Q(Zc,fr);import{FloorDiv as Jc}from"@tensorflow/tfjs-core";var gr=L((o,t)=>Math.floor(o/t)),qw=_(Jc,gr,null,"int32");import{buffer as ed}from"@tensorflow/tfjs-core";function Bi(o,t,e,i,r,s,n,a,u){let p=ed([i,s],e);for(let l=0;l<i;l++){let c=[],d=0;for(let m=0;m<r;m++){let h=o[l*r+m];d+=h*n[m],c.push(h)}if(d<0||d>=u/s)throw new Error(`Invalid indices: ${c} does not index into ${a}`);for(let m=0;m<s;m++)p.values[l*s+m]=t.get(...t.indexToLoc(d*s+m))}return p}import{buffer as td}from"@tensorflow/tfjs-core";function Mi(o,t,e){let i=td(e,o.dtype);for(let r=0;r<i.size;++r){let n=i.indexToLoc(r).slice(),a=n[0],u=n[2],p=t.locToIndex([a,u]);n[2]=t.values[p];let l=o.locToIndex(n);0<=l&&l<o.values.length&&(i.values[r]=o.values[l])}return i}import{Greater as od}from"@tensorflow/tfjs-core";var xr=L((o,t)=>o>t?1:0),ob=_(od,xr,null,"bool");import{GreaterEqual as rd}from"@tensorflow/tfjs-core";var Cr=L((o,t)=>o>=t?1:0),ab=_(rd,Cr,null,"bool");import{Less as id}from"@tensorflow/tfjs-core";var yr=L((o,t)=>o<t?1:0),db=_(id,yr,null,"bool");import{LessEqual as sd}from"@tensorflow/tfjs-core";var Sr=L((o,t)=>o<=t?1:0),xb=_(sd,Sr,null,"bool");import{util as nd}from"@tensorflow/tfjs-core";function Ui(o,t,e){let i=(t-o)/(e-1),r=nd.makeZerosTypedArray(e,"float32");r[0]=o;for(let s=1;s<r.length;s++)r[s]=r[s-1]+i;return r}import{Log as ad}from"@tensorflow/tfjs-core";var wr=H(o=>Math.log(o)),vb=Q(ad,wr);import{util as Wi}from"@tensorflow/tfjs-core";function Oi(o,t,e,i){let r=Wi.getTypedArrayFromDType(i,Wi.sizeFromShape(e));for(let s=0;s<r.length;++s){let n=s*t,a=o[n];for(let u=0;u<t;++u){let p=o[n+u];(Number.isNaN(p)||p>a)&&(a=p)}r[s]=a}return r}import{Maximum as ud}from"@tensorflow/tfjs-core";var br=L(((o,t)=>Math.max(o,t))),Fb=_(ud,br);import{Minimum as pd}from"@tensorflow/tfjs-core";var Ir=L(((o,t)=>Math.min(o,t))),Lb=_(pd,Ir);import{Multiply as ld}from"@tensorflow/tfjs-core";var Qe=L(((o,t)=>o*t)),cd=Ae(((o,t,e,i)=>({real:o*e-t*i,imag:o*i+t*e}))),Wb=_(ld,Qe,cd);import{Neg as Gb,util as dd}from"@tensorflow/tfjs-core";function Vi(o,t,e){let i=dd.createScalarValue(-1,e);return Qe([],t,i,o,e)}import{NotEqual as md}from"@tensorflow/tfjs-core";var vr=L(((o,t)=>o!==t?1:0)),jb=_(md,vr,null,"bool");import{backend_util as hd,Prod as tI,upcastType as fd,util as kr}from"@tensorflow/tfjs-core";import{util as ke}from"@tensorflow/tfjs-core";function Gi(o,t,e,i,r){let s=t.length,n=ke.sizeFromShape(t),a=ke.computeStrides(t),u=ke.computeStrides(r),p=ke.getTypedArrayFromDType(e,ke.sizeFromShape(r));for(let l=0;l<n;++l){let c=ke.indexToLoc(l,s,a),d=new Array(c.length);for(let h=0;h<d.length;h++)d[h]=c[i[h]];let m=ke.locToIndex(d,s,u);p[m]=o[l]}return p}function Hi(o,t,e,i){let[r,s]=hd.computeOutAndReduceShapes(o,i),n=fd(t,"int32"),a=kr.makeZerosTypedArray(kr.sizeFromShape(r),n),u=kr.sizeFromShape(s);for(let p=0;p<a.length;++p){let l=p*u,c=1;for(let d=0;d<u;++d)c*=e[l+d];a[p]=c}return{outVals:a,outShape:r,outDtype:n}}import{util as Ze}from"@tensorflow/tfjs-core";function gd(o,t,e){o.forEach((i,r)=>{if(i<0||i>=e){let s=Ze.indexToLoc(r,t.length,Ze.computeStrides(t)).join(",");throw new Error(`indices[${s}] = ${i} is not in [0, ${e})`)}})}function xd(o,t){for(let e=0;e<o.length;++e){let i=o[e],r=e===o.length-1?t:o[e+1].length;if(i.length===0)throw new Error("Ragged splits may not be empty");if(i[0]<0)throw new Error("Ragged splits must be non-negative");if(i[i.length-1]>r)throw new Error("Ragged splits must not point past values");for(let s=1;s<i.length;++s)if(i[s-1]>i[s])throw new Error("Ragged splits must be sorted in ascending order")}}function Cd(o,t,e,i){let r=[],s=0,n=t.length-1+e.length,a=new Array(n).fill(null).map(()=>[0]);xd(e,i);let u=1;for(let p=0;p<t.length-1;++p){u*=t[p];let l=t[p+1];for(let c=1;c<u+1;++c)a[p].push(c*l)}for(let p=0;p<o.length;++p){let l=o[p],c=o[p]+1;for(let d=0;d<e.length;++d){let m=e[d],h=d+t.length-1;if(h>=0){let g=a[h],f=g[g.length-1]-m[l];for(let x=l;x<c;++x)a[h].push(m[x+1]+f)}l=m[l],c=m[c]}c!==l&&(r.push([l,c]),s+=c-l)}return{outSplits:a,valueSlices:r,numValues:s}}function yd(o){let t=[];for(let e=0;e<o.length;++e){let i=o[e].length,r=Ze.getArrayFromDType("int32",i);t.push(r),o[e].forEach((s,n)=>r[n]=s)}return t}function Ki(o,t){let e=o.slice(0,t);for(;e.length<t;)e.push(1);for(let i=t;i<o.length;i++)e[t-1]*=o[i];return e}function Sd(o,t,e,i,r,s){let n=Ki(t,2)[1],a=Ki(s,2)[1],u=0;for(let p of e)for(let l=p[0];l<p[1];++l){for(let c=0;c<i;++c)r[u*a+c]=o[l*n+c];++u}}function wd(o,t,e,i,r){let s=t.slice();s[0]=r;let n=Ze.getArrayFromDType(e,Ze.sizeFromShape(s)),a=o.length,u=a===0?0:a/t[0];return Sd(o,t,i,u,n,s),[n,s]}function qi(o,t,e,i,r,s,n,a){if(o.length===0)throw new Error("paramsNestedSplits must be non empty");if(t[0].length===0)throw new Error("Split tensors must not be scalars");let u=t[0][0]-1;if(gd(s,n,u),i.length===0)throw new Error("params.rank must be nonzero");let p=i[0],{outSplits:l,valueSlices:c,numValues:d}=Cd(s,n,o,p),m=yd(l),h=wd(e,i,r,c,d);return[m,h[0],h[1]]}import{util as Xi}from"@tensorflow/tfjs-core";var Yi=2147483647;function ji(o,t,e,i,r,s,n){if(t.length>1)throw new Error("starts must be a scalar or vector");if(r.length>1)throw new Error("limits must be a scalar or vector");if(n.length>1)throw new Error("deltas must be a scalar or vector");let a=t.length===0,u=r.length===0,p=n.length===0,l=[];a||l.push(t[0]),u||l.push(r[0]),p||l.push(n[0]);for(let f=1;f<l.length;++f)if(l[f]!==l[f-1])throw new Error("starts, limits, and deltas must have the same shape");let c=l.length===0?1:l[0],d=Xi.getArrayFromDType("int32",c+1);d[0]=0;for(let f=0;f<c;++f){let x=a?o[0]:o[f],C=u?i[0]:i[f],b=p?s[0]:s[f];if(b===0)throw new Error("Requires delta != 0");let v;if(b>0&&C<x||b<0&&C>x)v=0;else if(v=Math.ceil(Math.abs((C-x)/b)),v>Yi)throw new Error(`Requires ((limit - start) / delta) <= ${Yi}`);d[f+1]=d[f]+v}let m=d[c],h=Xi.getArrayFromDType(e,m),g=0;for(let f=0;f<c;++f){let x=d[f+1]-d[f],C=a?o[0]:o[f],b=p?s[0]:s[f];for(let v=0;v<x;++v)h[g++]=C,C+=b}return[d,h]}import{backend_util as Je,broadcastTo as bd,reshape as Id,tidy as vd,util as Dt}from"@tensorflow/tfjs-core";var ne=Je.RowPartitionType,Rr=class o{constructor(t,e,i,r,s,n,a,u,p,l){this.shape=t,this.shapeShape=e,this.values=i,this.valuesShape=r,this.valuesDType=s,this.defaultValue=n,this.defaultValueShape=a,this.rowPartitionValues=u,this.rowPartitionValuesShapes=p,this.rowPartitionTypes=Je.getRowPartitionTypesHelper(l),this.raggedRank=Je.getRaggedRank(this.rowPartitionTypes)}getRowPartitionTypeByDimension(t){return this.rowPartitionTypes[0]===ne.FIRST_DIM_SIZE?this.rowPartitionTypes[t+1]:this.rowPartitionTypes[t]}getRowPartitionTensor(t){return this.rowPartitionTypes[0]===ne.FIRST_DIM_SIZE?this.rowPartitionValues[t+1]:this.rowPartitionValues[t]}getMaxWidth(t){let e=this.getRowPartitionTensor(t-1);switch(this.getRowPartitionTypeByDimension(t-1)){case ne.VALUE_ROWIDS:return o.getMaxWidthValueRowID(e);case ne.ROW_SPLITS:return o.getMaxWidthRowSplit(e);default:throw new Error(`Cannot handle partition type ${ne[this.getRowPartitionTypeByDimension(t-1)]}`)}}static getMaxWidthRowSplit(t){let e=t.length;if(e===0||e===1)return 0;let i=0;for(let r=0;r<e-1;++r){let s=t[r+1]-t[r];s>i&&(i=s)}return i}static getMaxWidthValueRowID(t){let e=t.length;if(e===0)return 0;let i=0,r=t[0],s=0;for(let n=1;n<e;++n){let a=t[n];a!==r&&(r=a,s=Math.max(n-i,s),i=n)}return Math.max(e-i,s)}tensorShapeFromTensor(t,e,i=!0){if(e.length===0){if(t[0]===-1)return[];throw new Error("The only valid scalar shape tensor is the fully unknown shape specified as -1.")}return Zi(t,i)}calculateOutputSize(t){let e=this.valuesShape,i=this.defaultValueShape;Je.validateDefaultValueShape(i,e);let r=this.tensorShapeFromTensor(this.shape,this.shapeShape),n=Je.combineRaggedTensorToTensorShapes(this.raggedRank,r,e);n[0]<0&&(n[0]=t);for(let a=1;a<=this.raggedRank;++a)n[a]<0&&(n[a]=this.getMaxWidth(a));return n}calculateFirstParentOutputIndex(t,e,i){let r=Math.min(t,i),s=[],n=0;for(let a=0;a<r;++a,n+=e)s.push(n);for(let a=r;a<t;++a)s.push(-1);return Dt.assert(s.length===t,()=>"Final length of result must be equal to firstDimension."),s}calculateOutputIndexRowSplit(t,e,i,r){let s=t.length,n=[];for(let a=0;a<s-1;++a){let u=t[a+1]-t[a],p=Math.min(r,u),l=e[a];l===-1&&(p=0);for(let c=0;c<p;++c)n.push(l),l+=i;for(let c=0;c<u-p;++c)n.push(-1)}if(s>0&&n.length!==t[s-1])throw new Error("Invalid row split size.");return n}calculateOutputIndexValueRowID(t,e,i,r){let s=t.length,n=[];if(s===0)return[];let a=0,u=t[0];if(u>=e.length)throw new Error(`Got currentValueRowId=${u}, which is not less than ${e.length}`);let p=e[u];n.push(p);for(let l=1;l<s;++l){let c=t[l];if(c===u)p>=0&&(++a,a<r?p+=i:p=-1);else{if(a=0,u=c,c>=e.length)throw new Error(`Got nextValueRowId=${c} which is not less than ${e.length}`);p=e[c]}n.push(p)}if(n.length!==t.length)throw new Error("Invalid row ids.");return n}calculateOutputIndex(t,e,i,r){let s=this.getRowPartitionTensor(t),n=this.getRowPartitionTypeByDimension(t);switch(n){case ne.VALUE_ROWIDS:return this.calculateOutputIndexValueRowID(s,e,i,r);case ne.ROW_SPLITS:if(s.length-1>e.length)throw new Error(`Row partition size is greater than output size: ${s.length-1} > ${e.length}`);return this.calculateOutputIndexRowSplit(s,e,i,r);default:throw new Error(`Unsupported partition type: ${ne[n]}`)}}getFirstDimensionSize(){let t=this.rowPartitionValues[0];if(this.rowPartitionTypes.length===0)throw new Error("No row_partition_types given.");let e=this.rowPartitionTypes[0];switch(e){case ne.FIRST_DIM_SIZE:return t[0];case ne.VALUE_ROWIDS:throw new Error("Cannot handle VALUE_ROWIDS in first dimension.");case ne.ROW_SPLITS:return this.rowPartitionValuesShapes[0][0]-1;default:throw new Error(`Cannot handle type ${ne[e]}`)}}compute(){if(this.rowPartitionValues[0].length<=0)throw new Error("Invalid first partition input. Tensor requires at least one element.");let e=this.getFirstDimensionSize(),i=this.calculateOutputSize(e),r=new Array(this.raggedRank+1);r[r.length-1]=1;for(let u=r.length-2;u>=0;--u)r[u]=r[u+1]*i[u+1];let s=Zi(i,!1),n=Dt.getArrayFromDType(this.valuesDType,Dt.sizeFromShape(s));if(r[0]*i[0]>0){let u=this.calculateFirstParentOutputIndex(e,r[0],i[0]);for(let p=1;p<=this.raggedRank;++p)u=this.calculateOutputIndex(p-1,u,r[p],i[p]);this.setOutput(this.raggedRank,u,n,s)}return[s,n]}setOutput(t,e,i,r){if(i.length===0)return;let s=this.values,n=i,a=r.slice();a=a.slice(t+1);let u=Dt.sizeFromShape(a),p=e.length,l=this.defaultValue;if(l.length!==u&&l.length!==1){let h=this.defaultValueShape;vd(()=>{let g=Id(l,h);l=bd(g,a).dataSync()})}let c=0,d=0,m=0;for(let h=0;h<=p;++h){let g=h<p?e[h]:-1;if(g===m){++m;continue}if(d<m){let f=s.subarray(c*u),x=n.subarray(d*u),C=(m-d)*u;Qi(x,f,C)}if(h>=p){let f=i.length;g=Math.floor(f/u)}if(g>m)if(this.defaultValue.length===1)n.subarray(m*u,g*u).fill(this.defaultValue[0]),m=g;else for(;g>m;){let f=n.slice(m*u);Qi(f,l,u),++m}g<0?(c=h+1,d=m):(c=h,d=m,m=d+1)}}};function Qi(o,t,e){for(let i=0;i<e;i++)o[i]=t[i]}function Zi(o,t){let e=[];for(let i of o){if(i<0){if(!t)throw new Error(`Dimension ${i} must be >= 0`);if(i<-1)throw new Error(`Dimension ${i} must be >= -1`);i=-1}e.push(i)}return e}function Ji(o,t,e,i,r,s,n,a,u,p){return new Rr(o,t,e,i,r,s,n,a,u,p).compute()}import{util as es}from"@tensorflow/tfjs-core";function ts(o,t,e,i){let r=o===t,s=o<t&&e<0,n=t<o&&e>1;if(r||s||n)return es.makeZerosTypedArray(0,i);let a=Math.abs(Math.ceil((t-o)/e)),u=es.makeZerosTypedArray(a,i);t<o&&e===1&&(e=-1),u[0]=o;for(let p=1;p<u.length;p++)u[p]=u[p-1]+e;return u}import{Rsqrt as kd}from"@tensorflow/tfjs-core";var Dr=H(o=>1/Math.sqrt(o)),hI=Q(kd,Dr);import{buffer as os,TensorBuffer as Rd}from"@tensorflow/tfjs-core";function rs(o,t,e,i,r,s,n,a,u,p){let l=[i/r,r],c=o.values,d=t.values;if(i===0)return os(e,t.dtype);let m=u instanceof Rd?u:os(l,t.dtype);typeof u=="string"||typeof u=="number"?m.values.fill(u):typeof u=="boolean"&&m.values.fill(+u);for(let h=0;h<s;h++){let g=[],f=0;for(let x=0;x<n;x++){let C=c[h*n+x];g.push(C),f+=C*a[x]}if(f<0||f>=i/r)throw new Error(`Invalid indices: ${g} does not index into ${e}`);for(let x=0;x<r;x++)p?m.values[f*r+x]+=d[h*r+x]:m.values[f*r+x]=t.rank===0?d[0]:d[h*r+x]}return m}import{Sigmoid as Dd}from"@tensorflow/tfjs-core";var is=H(o=>1/(1+Math.exp(-o))),wI=Rt(Dd,o=>1/(1+Math.exp(-o)));import{backend_util as ss,buffer as ns,Slice as vI,slice_util as as,util as us}from"@tensorflow/tfjs-core";function ps(o,t,e,i,r){let s=as.isSliceContinous(i,t,e),n=us.sizeFromShape(e),a=us.computeStrides(i);if(s){let c=as.computeFlatOffset(t,a);return r==="string"?o.slice(c,c+n):o.subarray(c,c+n)}let u=r==="string"?ss.fromUint8ToStringArray(o):o,p=ns(i,r,u),l=ns(e,r);for(let c=0;c<l.size;++c){let d=l.indexToLoc(c),m=d.map((h,g)=>h+t[g]);l.set(p.get(...m),...d)}return r==="string"?ss.fromStringArrayToUint8(l.values):l.values}import{backend_util as Pr,util as Pt}from"@tensorflow/tfjs-core";function ls(o,t,e,i,r,s,n){let a=t[0],u=s[0],p=new Array(u),l=new Array(a),c=t[1];if(u===0){if(a!==0)throw new Error(Pr.getSparseFillEmptyRowsIndicesDenseShapeMismatch(a));let f=Pt.getArrayFromDType(e,0),x=Pt.getArrayFromDType(r,0);return[f,[0,c],x,p,l]}let d=!0,m=0,h=new Array(u).fill(0);for(let f=0;f<a;++f){let x=o[f*c];if(x<0)throw new Error(Pr.getSparseFillEmptyRowsNegativeIndexErrorMessage(f,x));if(x>=u)throw new Error(Pr.getSparseFillEmptyRowsOutOfRangeIndexErrorMessage(f,x,u));++h[x],d=d&&x>=m,m=x}let g=!0;for(let f=0;f<u;++f){let x=h[f]===0;p[f]=x,g=g&&!x,h[f]=Math.max(h[f],1),f>0&&(h[f]+=h[f-1])}if(g&&d){let f=o,x=i;for(let C=0;C<a;++C)l[C]=C;return[f,[a,c],x,p,l]}else{let f=h[u-1],x=Pt.getArrayFromDType(e,f*c),C=Pt.getArrayFromDType(r,f),b=new Array(u).fill(0);for(let v=0;v<a;++v){let k=o[v*c],P=b[k],N=(k===0?0:h[k-1])+P;b[k]++;for(let F=0;F<c;++F)x[N*c+F]=o[v*c+F];C[N]=i[v],l[v]=N}for(let v=0;v<u;++v)if(b[v]===0){let P=v===0?0:h[v-1];x[P*c+0]=v;for(let N=1;N<c;++N)x[P*c+N]=0;C[P]=n}return[x,[f,c],C,p,l]}}import{backend_util as et,util as $r}from"@tensorflow/tfjs-core";function cs(o,t,e,i,r){let s=$r.sizeFromShape(i),n=t[0],a=r.length,u=[],p=1,l=-1;for(let f=0;f<a;++f){let x=r[f];if(x===-1){if(l!==-1)throw new Error(et.getSparseReshapeMultipleNegativeOneOutputDimErrorMessage(l,f));l=f,u.push(1)}else{if(x<0)throw new Error(et.getSparseReshapeNegativeOutputDimErrorMessage(f,x));p*=x,u.push(x)}}if(l!==-1){if(p<=0)throw new Error(et.getSparseReshapeEmptyTensorZeroOutputDimErrorMessage());let f=Math.trunc(s/p);if(p*f!==s)throw new Error(et.getSparseReshapeInputOutputMultipleErrorMessage(i,u));u[l]=f}if($r.sizeFromShape(u)!==s)throw new Error(et.getSparseReshapeInputOutputMismatchErrorMessage(i,u));let d=i.length,m=[];if(d>0){m[d-1]=1;for(let f=d-2;f>=0;--f)m[f]=m[f+1]*i[f+1]}let h=[];if(a>0){h[a-1]=1;for(let f=a-2;f>=0;--f)h[f]=h[f+1]*u[f+1]}let g=$r.getArrayFromDType(e,n*a);for(let f=0;f<n;++f){let x=0;for(let C=0;C<d;++C)x+=o[f*d+C]*m[C];for(let C=0;C<a;++C)g[f*a+C]=Math.trunc(x/h[C]),x%=h[C]}return[g,[n,a],u]}import{backend_util as tt,util as Pd}from"@tensorflow/tfjs-core";function ds(o,t,e,i,r,s=!1,n=0){let a=i.length,u=[t[0],o.length/t[0]],p=u[1],c=a>0?r[a-1]+1:0;if(c<0)throw new Error(tt.getSparseSegmentReductionNegativeSegmentIdsErrorMessage());let d=t.slice();d[0]=c;let m=d.reduce((b,v)=>b*v,1),h=Pd.getArrayFromDType(e,m);if(a===0)return c>0&&h.fill(n),[h,d];if(c<=0)throw new Error(tt.getSparseSegmentReductionNegativeSegmentIdsErrorMessage());let g=0,f=1,x=0,C=r[g];for(;;){let b=0;if(f<a){if(b=r[f],C===b){++f;continue}if(C>=b)throw new Error(tt.getSparseSegmentReductionNonIncreasingSegmentIdsErrorMessage())}if(C<0||C>=c)throw new Error(tt.getSparseSegmentReductionSegmentIdOutOfRangeErrorMessage(C,c));C>x&&h.fill(n,x*p,C*p);for(let v=g;v<f;++v){let k=i[v];if(k<0||k>=u[0])throw new Error(tt.getSparseSegmentReductionIndicesOutOfRangeErrorMessage(v,i[v],u[0]));for(let P=0;P<p;P++)h[C*p+P]+=o[k*p+P]}if(s)for(let v=0;v<p;v++)h[C*p+v]/=f-g;if(g=f,++f,x=C+1,C=b,f>a)break}return x<c&&h.fill(n,x*p,c*p),[h,d]}import{Sqrt as $d}from"@tensorflow/tfjs-core";var ms=H(o=>Math.sqrt(o)),EI=Rt($d,o=>Math.sqrt(o));import{SquaredDifference as Nd}from"@tensorflow/tfjs-core";var Nr=L(((o,t)=>{let e=o-t;return e*e})),UI=_(Nd,Nr);import{StaticRegexReplace as Fd}from"@tensorflow/tfjs-core";var Fr=H((o,t)=>{let{pattern:e,replaceGlobal:i,rewrite:r}=t;return o.replace(new RegExp(e,i?"g":""),r)}),HI=Q(Fd,Fr);import{buffer as zd}from"@tensorflow/tfjs-core";function hs(o,t,e,i){let r=zd(o,t.dtype);for(let s=0;s<r.size;s++){let n=r.indexToLoc(s),a=new Array(n.length);for(let u=0;u<a.length;u++)a[u]=n[u]*e[u]+i[u];r.set(t.get(...a),...n)}return r}import{util as $t}from"@tensorflow/tfjs-core";var zr=class{constructor(t,e,i,r,s,n){this.separator=$t.encodeString(t),this.nGramWidths=e,this.leftPad=$t.encodeString(i),this.rightPad=$t.encodeString(r),this.padWidth=s,this.preserveShort=n}getPadWidth(t){return Math.min(this.padWidth<0?t-1:this.padWidth,t-1)}getNumNGrams(t,e){let i=this.getPadWidth(e);return Math.max(0,t+2*i-e+1)}createNGrams(t,e,i,r,s,n){for(let a=0;a<s;++a){let u=this.getPadWidth(n),p=Math.max(0,u-a),l=Math.max(0,u-(s-(a+1))),c=n-(p+l),d=e+(p>0?0:a-u),m=0;m+=p*this.leftPad.length;for(let C=0;C<c;++C)m+=t[d+C].length;m+=l*this.rightPad.length;let h=p+l+c-1;m+=h*this.separator.length,i[r+a]=new Uint8Array(m);let g=i[r+a],f=0,x=C=>C.forEach(b=>g[f++]=b);for(let C=0;C<p;++C)x(this.leftPad),x(this.separator);for(let C=0;C<c-1;++C)x(t[d+C]),x(this.separator);if(c>0){x(t[d+c-1]);for(let C=0;C<l;++C)x(this.separator),x(this.rightPad)}else{for(let C=0;C<l-1;++C)x(this.rightPad),x(this.separator);x(this.rightPad)}}}compute(t,e){let i=t.length,r=e.length;if(r>0){let u=e[0];if(u!==0)throw new Error(`First split value must be 0, got ${u}`);for(let p=1;p<r;++p){let l=e[p]>=u;if(l=l&&e[p]<=i,!l)throw new Error(`Invalid split value ${e[p]}, must be in [${u}, ${i}]`);u=e[p]}if(u!==i)throw new Error(`Last split value must be data size. Expected ${i}, got ${u}`)}let s=r-1,n=$t.getArrayFromDType("int32",r);if(i===0||r===0){let u=new Array(i);for(let p=0;p<=s;++p)n[p]=0;return[u,n]}n[0]=0;for(let u=1;u<=s;++u){let p=e[u]-e[u-1],l=0;this.nGramWidths.forEach(c=>{l+=this.getNumNGrams(p,c)}),this.preserveShort&&p>0&&l===0&&(l=1),n[u]=n[u-1]+l}let a=new Array(n[s]);for(let u=0;u<s;++u){let p=e[u],l=n[u];if(this.nGramWidths.forEach(c=>{let d=e[u+1]-e[u],m=this.getNumNGrams(d,c);this.createNGrams(t,p,a,l,m,c),l+=m}),this.preserveShort&&l===n[u]){let c=e[u+1]-e[u];if(c===0)continue;let d=c+2*this.padWidth;this.createNGrams(t,p,a,l,1,d)}}return[a,n]}};function fs(o,t,e,i,r,s,n,a){return new zr(e,i,r,s,n,a).compute(o,t)}import{util as Ad}from"@tensorflow/tfjs-core";function Td(o,t,e,i){if(!o.length)return;if(t.length===0){for(let s=0;s<o.length;++s)i.push(o.subarray(s,s+1));return}if(t.length===1){let s=t[0],n=o.indexOf(s);for(;n!==-1;){let a=o.subarray(0,n);(!e||a.length!==0)&&i.push(a),o=o.subarray(n+1),n=o.indexOf(s)}(!e||o.length!==0)&&i.push(o);return}let r=0;for(let s=0;s<o.length+1;s++)if(s===o.length||t.indexOf(o[s])!==-1){let n=o.subarray(r,s);(!e||n.length!==0)&&i.push(n),r=s+1}}function gs(o,t,e){let i=o.length,r=[],s=0,n=0,a=new Array(i);for(let d=0;d<i;++d){let m=r.length;Td(o[d],t,e,r);let h=r.length-m;a[d]=h,s+=h,n=Math.max(n,h)}let u=Ad.getArrayFromDType("int32",s*2),p=new Array(s),l=[i,n],c=0;for(let d=0;d<i;++d)for(let m=0;m<a[d];++m)u[c*2]=d,u[c*2+1]=m,p[c]=r[c],++c;return[u,p,l]}import{util as xs}from"@tensorflow/tfjs-core";function Cs(o,t){let e=xs.getArrayFromDType("int32",o.length);for(let i=0;i<o.length;++i)e[i]=xs.fingerPrint64(o[i]).modulo(t).getLowBitsUnsigned();return e}import{Sub as Ed}from"@tensorflow/tfjs-core";var Ar=L(((o,t)=>o-t)),Ld=Ae(((o,t,e,i)=>({real:o-e,imag:t-i}))),i0=_(Ed,Ar,Ld);import{buffer as _d}from"@tensorflow/tfjs-core";function ys(o,t){let e=new Array(o.rank);for(let r=0;r<e.length;r++)e[r]=o.shape[r]*t[r];let i=_d(e,o.dtype);for(let r=0;r<i.values.length;++r){let s=i.indexToLoc(r),n=new Array(o.rank);for(let u=0;u<n.length;u++)n[u]=s[u]%o.shape[u];let a=o.locToIndex(n);i.values[r]=o.values[a]}return i}import{buffer as Ss,util as Re}from"@tensorflow/tfjs-core";var ot=(o,t)=>{let e=t.value-o.value;return e===0?o.index-t.index:e};function ws(o,t,e=0,i=o.length-1){for(;i>e;){if(i-e>600){let a=i-e+1,u=t-e+1,p=Math.log(a),l=.5*Math.exp(2*p/3),c=.5*Math.sqrt(p*l*(a-l)/a)*Math.sign(u-a/2),d=Math.max(e,Math.floor(t-u*l/a+c)),m=Math.min(i,Math.floor(t+(a-u)*l/a+c));ws(o,t,d,m)}let r=o[t],s=e,n=i;for(Re.swap(o,e,t),ot(o[i],r)>0&&Re.swap(o,e,i);s<n;){for(Re.swap(o,s,n),s++,n--;ot(o[s],r)<0;)s=s+1;for(;ot(o[n],r)>0;)n=n-1}ot(o[e],r)===0?Re.swap(o,e,n):(n=n+1,Re.swap(o,n,i)),n<=t&&(e=n+1),t<=n&&(i=n-1)}}function bs(o,t,e,i,r){let s=t[t.length-1],[n,a]=[o.length/s,s],u=Re.getTypedArrayFromDType(e,n*i),p=Re.getTypedArrayFromDType("int32",n*i);for(let c=0;c<n;c++){let d=c*a,m=o.subarray(d,d+a),h=new Array(m.length);m.forEach((C,b)=>h[b]={value:C,index:b}),i<h.length&&(ws(h,i),h=h.slice(0,i)),r&&h.sort(ot);let g=c*i,f=u.subarray(g,g+i),x=p.subarray(g,g+i);for(let C=0;C<i;C++)f[C]=h[C].value,x[C]=h[C].index}let l=t.slice();return l[l.length-1]=i,[Ss(l,e,u),Ss(l,"int32",p)]}import{TensorBuffer as Is,util as Bd}from"@tensorflow/tfjs-core";function vs(o,t,e,i){let r=Bd.parseAxisParam(t,e)[0],s=[1,e[0],1];for(let h=0;h<r;h++)s[0]*=e[h];s[1]=e[r];for(let h=r+1;h<e.length;h++)s[2]*=e[h];let n=new Map,a=new Int32Array(e[r]),u=new Is(s,i,o),p=[],l=s[0]===1&&s[2]===1;for(let h=0;h<e[r];h++){let g;if(l)g=o[h].toString();else{let x=[];for(let C=0;C<s[0];C++)for(let b=0;b<s[2];b++)x.push(u.get(C,h,b));g=x.join(",")}let f=n.get(g);if(f!=null)a[h]=f;else{let x=n.size;n.set(g,x),a[h]=x,p.push(h)}}let c=s.slice();c[1]=n.size;let d=new Is(c,i);p.forEach((h,g)=>{for(let f=0;f<s[0];f++)for(let x=0;x<s[2];x++)d.set(u.get(f,h,x),f,g,x)});let m=e.slice();return m[r]=c[1],{outputValues:d.values,outputShape:m,indices:a}}var{addImpl:ks,castImpl:Rs,ceilImpl:Ds,concatImpl:Ps,equalImpl:$s,expImpl:Ns,expm1Impl:Fs,floorImpl:zs,floorDivImpl:As,gatherNdImpl:Ts,gatherV2Impl:Es,greaterEqualImpl:Ls,greaterImpl:_s,lessEqualImpl:Bs,lessImpl:Ms,logImpl:Us,maxImpl:Ws,maximumImpl:Os,minimumImpl:Vs,multiplyImpl:Gs,negImpl:Hs,notEqualImpl:Ks,prodImpl:qs,rangeImpl:Xs,rsqrtImpl:Ys,scatterImpl:js,simpleAbsImpl:Qs,sliceImpl:Zs,stridedSliceImpl:Js,stringNGramsImpl:en,subImpl:tn,tileImpl:on,topKImpl:rn,transposeImpl:sn,uniqueImpl:u3}=Tr;var Ud=$({opType:I.ABS,cpuKernelImpl:Qs}),nn={kernelName:Md,backendName:"webgpu",kernelFunc:Ud};import{Acos as Wd}from"@tensorflow/tfjs-core";var Od=$({opType:I.ACOS}),an={kernelName:Wd,backendName:"webgpu",kernelFunc:Od};import{Acosh as Vd}from"@tensorflow/tfjs-core";var Gd=$({opType:I.ACOSH}),un={kernelName:Vd,backendName:"webgpu",kernelFunc:Gd};import{Add as Hd}from"@tensorflow/tfjs-core";var Kd=T({opType:D.ADD,cpuKernelImpl:ks,supportsComplex:!0}),pn={kernelName:Hd,backendName:"webgpu",kernelFunc:Kd};import{AddN as qd,upcastType as Xd}from"@tensorflow/tfjs-core";var Nt=class{constructor(t){this.workPerThread=1,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t[0],this.variableNames=t.map((e,i)=>`T${i}`),this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize,[this.workPerThread,1,1]),this.shaderKey="addN"}getUserCode(){let t=[];this.variableNames.forEach(r=>{t.push(`let v${r} = get${r}ByOutputCoords(coords);`)});let e=this.variableNames.map(r=>`v${r}`).join(" + ");return`
      ${y("index")} {
        for (var i = 0; i < ${this.workPerThread}; i = i + 1) {
          let flatIndex = index * ${this.workPerThread} + i;
          if (flatIndex < uniforms.size) {
            let coords = getCoordsFromIndex(flatIndex);
            ${t.join(`
        `)}
            setOutputAtIndex(flatIndex, ${e});
          }
        }
      }
    `}};function Yd(o){let{inputs:t,backend:e}=o,i=t;if(i.length===1)return U({inputs:{x:i[0]},backend:e});let r=i.map(a=>a.dtype).reduce((a,u)=>Xd(a,u)),s=i.map(a=>a.shape),n=new Nt(s);return e.runWebGPUProgram(n,i,r)}var ln={kernelName:qd,backendName:"webgpu",kernelFunc:Yd};import{All as om}from"@tensorflow/tfjs-core";import{backend_util as rt,sumOutType as em,util as Tt}from"@tensorflow/tfjs-core";import{Transpose as Qd,util as Zd}from"@tensorflow/tfjs-core";import{util as jd}from"@tensorflow/tfjs-core";var Ft=class{constructor(t,e){this.variableNames=["A"],this.workgroupSize=[16,16,1];let i=new Array(t.length);for(let r=0;r<i.length;r++)i[r]=t[e[r]];this.outputShape=i,this.dispatchLayout={x:[0],y:[1]},this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize,[1,1,1]),this.shaderKey="transposeShared"}getUserCode(){jd.assert(this.workgroupSize[0]===this.workgroupSize[1],()=>`Must be a square tile, current tile shape is ${this.workgroupSize[0]} x ${this.workgroupSize[1]}`);let t=this.workgroupSize[0];return`
      var<workgroup> tile : array<array<f32, ${this.workgroupSize[0]+1}>, ${this.workgroupSize[0]}>;
      ${y()} {
        var x = i32(workgroupId.x) * ${t} + i32(localId.x);
        var y = i32(workgroupId.y) * ${t} + i32(localId.y);
        let width = uniforms.outShape[0];
        let height = uniforms.outShape[1];
        if (x < width && y < height) {
          tile[localId.y][localId.x] = f32(A[y * width + x]);
        }
        workgroupBarrier();

        x = i32(workgroupId.y) * ${t} + i32(localId.x);
        y = i32(workgroupId.x) * ${t} + i32(localId.y);
        if (x < height && y < width) {
          setOutputAtIndex((y * height + x), tile[localId.x]
            [localId.y]);
        }
      }
    `}};var zt=class{constructor(t,e){this.variableNames=["A"],this.workPerThread=1,this.workgroupSize=[64,1,1],this.size=!0;let i=new Array(t.length);for(let r=0;r<i.length;r++)i[r]=t[e[r]];this.outputShape=i,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize,[this.workPerThread,1,1]),this.newDim=e,this.shaderKey=`transpose_${e}`}getUserCode(){let t=E(this.outputShape.length),e=Er(this.newDim);return`
      ${y("index")} {
        for(var i = 0; i < ${this.workPerThread}; i = i + 1) {
          let flatIndex = index * ${this.workPerThread} + i;
          if(flatIndex < uniforms.size) {
            let coords = getCoordsFromIndex(flatIndex);
            setOutputAtIndex(flatIndex, A[getIndexFromCoords${this.outputShape.length}D(
              ${t}(${e}), uniforms.aShape)]);
          }
        }
      }
    `}};function Er(o){let t=o.length;if(t>6)throw Error(`Transpose for rank ${t} is not yet supported`);let e=new Array(t);for(let i=0;i<o.length;i++)e[o[i]]=`coords.${ie(i)}`;return e.join()}function j(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{perm:s}=i,n=e,a=r.shape.length,u=new Array(a);for(let l=0;l<u.length;l++)u[l]=r.shape[s[l]];if(e.shouldExecuteOnCPU([r])){let c=n.tensorMap.get(r.dataId).values,d=sn(c,r.shape,r.dtype,s,u);return e.makeTensorInfo(u,r.dtype,d)}if(r.shape.length===2&&Zd.arraysEqual(s,[1,0])){let l=new Ft(r.shape,s);return n.runWebGPUProgram(l,[r],r.dtype)}let p=new zt(r.shape,s);return n.runWebGPUProgram(p,[r],r.dtype)}var cn={kernelName:Qd,backendName:"webgpu",kernelFunc:j};import{backend_util as Jd}from"@tensorflow/tfjs-core";var At=class{constructor(t,e,i){this.variableNames=["x"],this.uniforms="reduceSize : i32,",this.size=!0,this.inputShape=[t.batchSize,t.inSize];let[r]=Jd.computeOutAndReduceShapes(this.inputShape,[1]);this.outputShape=r.length===0?[1]:r,t.inSize>=32768&&i>=512?this.workgroupSize=[512,1,1]:t.inSize>=4096?this.workgroupSize=[256,1,1]:this.workgroupSize=[64,1,1],this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,[1,1,1]),this.reduceType=e,this.shaderKey=`reduce_${e}`}getUserCode(){let t="",e="0.0",i=this.workgroupSize[0];this.reduceType==="min"||this.reduceType==="max"?(t=`
         if (isnan(candidate)) {
          bestValue = uniforms.NAN;
         } else if (!isnan(bestValue) && candidate ${this.reduceType==="min"?"<":">"} bestValue)
           {  bestValue = candidate; }`,e="f32(x[offset])"):this.reduceType==="sum"||this.reduceType==="mean"?t=" bestValue = bestValue + candidate; ":this.reduceType==="prod"?(t=" bestValue = bestValue * candidate; ",e="1.0"):this.reduceType==="all"?(t=" bestValue = f32(bestValue >= 1.0 && candidate >= 1.0); ",e="1.0"):this.reduceType==="any"&&(t=" bestValue = f32(bestValue >= 1.0 || candidate >= 1.0); ",e="0.0");let r=this.reduceType==="mean"?"setOutputAtIndex(outputIndex, bestValue / f32(uniforms.reduceSize));":"setOutputAtIndex(outputIndex, bestValue);";return`
       fn DIV_CEIL(a : u32, b : u32) -> u32 {
        return ((a - 1u) / b + 1u);
       }

       ${`
         var<workgroup> xBestValues : array<f32, ${i}>;
       `}
       fn getOffset(outputIndex : i32) -> i32 {
         let outputCoords = getCoordsFromIndex(outputIndex);
         let offset = ${this.outputShape.length===1?"outputCoords":"outputCoords[0]"} * uniforms.reduceSize;
          return offset;
       }
       ${y("index")} {
         let outputIndex = index / ${i};
         let offset = getOffset(outputIndex);
         var bestValue = ${e};
         let Length = uniforms.reduceSize;
         let WorkPerThread = DIV_CEIL(u32(Length), ${i}u);
         for (var k = i32(localId.x); k < Length && outputIndex < uniforms.size;
             k = k + ${i}) {
           let candidate = f32(x[offset + k]);
           ${t}
         }
         xBestValues[localId.x] = bestValue;
         workgroupBarrier();

         var reduceSize = min(u32(Length), ${i}u);
         for (var currentSize = reduceSize / 2u; reduceSize > 1u;
             currentSize = reduceSize / 2u) {
           let interval = DIV_CEIL(reduceSize, 2u);
           if (localId.x < currentSize) {
            let candidate = xBestValues[localId.x + interval];
            ${t}
            xBestValues[localId.x] = bestValue;
           }
           reduceSize = interval;
           workgroupBarrier();
         }

         if (localId.x == 0u && outputIndex < uniforms.size) {
          ${r}
        }
       }
     `}};var tm={mean:"float32",all:"bool",any:"bool"};function te(o,t,e,i,r){let s=o.shape.length,n=[],a=Tt.parseAxisParam(t,o.shape),u=a,p=rt.getAxesPermutation(u,s),l=o;p!=null&&(l=j({inputs:{x:o},attrs:{perm:p},backend:r}),u=rt.getInnerMostAxes(u.length,s),n.push(l)),rt.assertAxesAreInnerMostDims(i,u,s);let[c,d]=rt.computeOutAndReduceShapes(l.shape,u),m=c;e&&(m=rt.expandShapeToKeepDim(c,a));let h;if((i==="max"||i==="prod")&&r.shouldExecuteOnCPU([l])){let g=r.tensorMap.get(l.dataId).values;switch(i){case"max":let f=Ws(g,Tt.sizeFromShape(d),m,o.dtype);h=r.makeTensorInfo(m,o.dtype,f);break;case"prod":let{outVals:x,outShape:C,outDtype:b}=qs(l.shape,l.dtype,g,u);h=r.makeTensorInfo(C,b,x);break;default:throw new Error(`${i} CPU implementation is not yet supported.`)}}else{let g=Tt.sizeFromShape(d),x=Tt.sizeFromShape(l.shape)/g,C={windowSize:g,inSize:g,batchSize:x,outSize:1},b=tm[i]||em(o.dtype),v=[{type:"int32",data:[g]}],k=new At(C,i,r.device.limits.maxComputeWorkgroupSizeX),P=r.runWebGPUProgram(k,[l],b,v);n.push(P),h=R({inputs:{x:P},attrs:{shape:m},backend:r})}return n.forEach(g=>r.disposeData(g.dataId)),h}function rm(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{keepDims:s,axis:n}=i;return te(r,n,s,"all",e)}var dn={kernelName:om,backendName:"webgpu",kernelFunc:rm};import{Any as im}from"@tensorflow/tfjs-core";function sm(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{keepDims:s,axis:n}=i;return te(r,n,s,"any",e)}var mn={kernelName:im,backendName:"webgpu",kernelFunc:sm};import{ArgMax as um,backend_util as Lr,util as pm}from"@tensorflow/tfjs-core";import{backend_util as nm,util as am}from"@tensorflow/tfjs-core";var Te=class{constructor(t,e,i){this.workgroupSize=[64,1,1],this.variableNames=["x"],this.uniforms="infinityValue : f32,",this.size=!0;let r=[e];this.op=i==="min"?"<":">";let[s,n]=nm.computeOutAndReduceShapes(t,r);this.outputShape=s.length===0?[1]:s,this.dispatchLayout=w(this.outputShape),am.sizeFromShape(n)<32?(this.type="plain",this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize)):(this.type="shared",this.dispatch=S(this.dispatchLayout,this.outputShape,[1,1,1])),this.inputShape=t,this.shaderKey=`argMinMax_${this.op}_${this.type}`}getUserCode(){let t=this.workgroupSize[0],e=()=>this.inputShape.length===1?"uniforms.xShape":`uniforms.xShape.${ie(this.inputShape.length-1)}`,i=()=>{let r="";if(this.outputShape.length===1)this.inputShape.length!==1&&(r+="outputCoords,");else for(let s=0;s<this.outputShape.length;s++)r+=`outputCoords.${ie(s)},`;return r};return this.type==="shared"?`
      fn DIV_CEIL(a : u32, b : u32) -> u32 {
        return ((a - 1u) / b + 1u);
      }

      ${`
      var<workgroup> xBestIndices : array<i32, ${t}>;
      var<workgroup> xBestValues : array<f32, ${t}>;
    `}

      ${y("index")} {
        let outputIndex = index / ${t};
        let reduceLength = ${e()};

        var bestIndex = i32(localId.x);
        var bestValue = uniforms.infinityValue;
        let outputCoords = getCoordsFromIndex(outputIndex);
        for (var k = i32(localId.x); k < reduceLength && outputIndex < uniforms.size;
            k = k + ${t}) {
          let candidate = getX(${i()} k);
          if (!isnan(candidate) && candidate ${this.op} bestValue) {
            bestValue = candidate;
            bestIndex = k;
          }
        }
        xBestValues[localId.x] = bestValue;
        xBestIndices[localId.x] = bestIndex;
        workgroupBarrier();

        var reduceSize = min(u32(reduceLength), ${t}u);
        for (var currentSize = reduceSize / 2u; reduceSize > 1u;
            currentSize = reduceSize / 2u) {
          let interval = DIV_CEIL(reduceSize, 2u);
          if (localId.x < currentSize) {
            let candidate = xBestValues[localId.x + interval];
            if (candidate ${this.op} bestValue) {
              bestValue = candidate;
              xBestValues[localId.x] = bestValue;
              xBestIndices[localId.x] = xBestIndices[localId.x + interval];
            }
          }
          reduceSize = interval;
          workgroupBarrier();
        }

        if (localId.x == 0u && outputIndex < uniforms.size) {
          setOutputAtIndexI32(outputIndex, xBestIndices[localId.x]);
        }
      }
    `:`
      ${y("index")} {
        if (index < uniforms.size) {
          let outputCoords = getCoordsFromIndex(index);
          var bestIndex = 0;
          var bestValue = getX(${i()} 0);
          let reduceLength = ${e()};
          for (var i = 1; i < reduceLength; i++) {
            let candidate = getX(${i()} i);
            if (candidate ${this.op} bestValue) {
              bestValue = candidate;
              bestIndex = i;
            }
          }
          setOutputAtIndexI32(index, bestIndex);
        }
      }
      `}};function lm(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{axis:s}=i,n=pm.parseAxisParam(s,r.shape),a=Lr.getAxesPermutation(n,r.shape.length),u=r,p=[];a!=null&&(u=j({inputs:{x:r},backend:e,attrs:{perm:a}}),p.push(u),n=Lr.getInnerMostAxes(n.length,u.shape.length)),Lr.assertAxesAreInnerMostDims("argMax",[n[0]],u.shape.length);let l=new Te(u.shape,n[0],"max"),c=[{type:"float32",data:[Number.NEGATIVE_INFINITY]}],d=e.runWebGPUProgram(l,[u],"int32",c);return p.forEach(m=>e.disposeData(m.dataId)),d}var hn={kernelName:um,backendName:"webgpu",kernelFunc:lm};import{ArgMin as cm,backend_util as _r,util as dm}from"@tensorflow/tfjs-core";function mm(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{axis:s}=i,n=dm.parseAxisParam(s,r.shape),a=_r.getAxesPermutation(n,r.shape.length),u=r,p=[];a!=null&&(u=j({inputs:{x:r},backend:e,attrs:{perm:a}}),p.push(u),n=_r.getInnerMostAxes(n.length,u.shape.length)),_r.assertAxesAreInnerMostDims("argMin",[n[0]],u.shape.length);let l=new Te(u.shape,n[0],"min"),c=[{type:"float32",data:[Number.POSITIVE_INFINITY]}],d=e.runWebGPUProgram(l,[u],"int32",c);return p.forEach(m=>e.disposeData(m.dataId)),d}var fn={kernelName:cm,backendName:"webgpu",kernelFunc:mm};import{Asin as hm}from"@tensorflow/tfjs-core";var fm=$({opType:I.ASIN}),gn={kernelName:hm,backendName:"webgpu",kernelFunc:fm};import{Asinh as gm}from"@tensorflow/tfjs-core";var xm=$({opType:I.ASINH}),xn={kernelName:gm,backendName:"webgpu",kernelFunc:xm};import{Atan as Cm}from"@tensorflow/tfjs-core";var ym=$({opType:I.ATAN}),Cn={kernelName:Cm,backendName:"webgpu",kernelFunc:ym};import{Atan2 as Sm}from"@tensorflow/tfjs-core";var wm=T({opType:D.ATAN2}),yn={kernelName:Sm,backendName:"webgpu",kernelFunc:wm};import{Atanh as bm}from"@tensorflow/tfjs-core";var Im=$({opType:I.ATANH}),Sn={kernelName:bm,backendName:"webgpu",kernelFunc:Im};import{AvgPool as Rm,backend_util as Dm}from"@tensorflow/tfjs-core";import{util as Ur}from"@tensorflow/tfjs-core";var Et=class{constructor(t){this.variableNames=["x"],this.uniforms="strides : vec2<i32>,",this.workgroupSize=[256,1,1],this.size=!0,this.outputShape=t.outShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="poolWithFilterSizeEqualsOne"}getUserCode(){return`
      ${y("index")} {
        if (index < uniforms.size) {
          let coords = getCoordsFromIndex(index);
          let batch = coords[0];
          let d = coords[3];

          let xRCCorner = coords.yz * uniforms.strides;
          let xRCorner = xRCCorner.x;
          let xCCorner = xRCCorner.y;

          let value = getX(batch, xRCorner, xCCorner, d);
          setOutputAtIndex(index, value);
        }
      }
    `}};var ue=class{constructor(t,e,i=!1,r=!1,s=!1){if(this.variableNames=["x"],this.uniforms="strides : vec2<i32>, pads : vec2<i32>, dilations : vec2<i32>, convDims : vec2<i32>, filterDims : vec2<i32>,",this.workgroupSize=[128,1,1],this.size=!0,e==="avg"&&i)throw new Error("Cannot compute positions for average pool.");this.outputShape=t.outShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.poolType=e,this.computePositions=i,this.flattenPositions=r,this.includeBatchIndex=s,this.shaderKey=`pool2D_${e}_${i}_${r}_${s}`}getUserCode(){let t;this.poolType==="avg"?t="resultValue = resultValue + value; count = count + 1.0;":this.computePositions?t=`let currMaxValue = mix(value, maxValue, maxValueFound);
      if (value >= currMaxValue) {
        maxValue = value;
        maxValueFound = 1.0;
        maxPosition = ${this.flattenPositions?this.includeBatchIndex?"((batch * uniforms.xShape[1] + xR) * uniforms.xShape[2] + xC) * uniforms.xShape[3] + d":"(xR * uniforms.xShape[2] + xC) * uniforms.xShape[3] + d":"wR * uniforms.filterDims.y + wC"};
      }`:t="resultValue = max(value, resultValue);";let e="resultValue";return this.poolType==="avg"&&(e="resultValue / max(count, 1.0)"),`
      ${y("index")} {
      if (index < uniforms.size) {
        let coords = getCoordsFromIndex(index);
          let batch = coords[0];
          let d = coords[3];
          let xRCCorner = vec2<i32>(coords.yz) * uniforms.strides - uniforms.pads;
          let xRCorner = xRCCorner.x;
          let xCCorner = xRCCorner.y;

          ${this.computePositions?`var maxValue = 0.0;
            var maxValueFound = 0.0;
            var maxPosition = 0;`:`var resultValue = ${this.poolType==="avg"?"0.0":"-1.0 / pow(10.0, -20.0)"};`}

          var count = 0.0;
          for (var wR = 0; wR < uniforms.filterDims.x; wR = wR + uniforms.dilations.x) {
            let xR = xRCorner + wR;

            if (xR < 0 || xR >= uniforms.convDims.x) {
              continue;
            }

            for (var wC = 0; wC < uniforms.filterDims.y; wC = wC + uniforms.dilations.y) {
              let xC = xCCorner + wC;
              if (xC < 0 || xC >= uniforms.convDims.y) {
                continue;
              }

              let value = getX(batch, xR, xC, d);
              ${t}
            }
          }

          ${this.computePositions?"setOutputAtIndexI32(index, maxPosition);":`setOutputAtIndex(index, ${e});`}
        }
      }
    `}},Ce=class{constructor(t,e,i=!1,r=!1,s=!1){if(this.variableNames=["x"],this.uniforms="strides : vec3<i32>, pads : vec3<i32>, convDims : vec3<i32>, filterDims : vec3<i32>,",this.workgroupSize=[128,1,1],this.size=!0,e==="avg"&&i)throw new Error("Cannot compute positions for average pool.");this.outputShape=t.outShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.poolType=e,this.computePositions=i,this.flattenPositions=r,this.includeBatchIndex=s,this.shaderKey=`pool3D_${e}_${i}_${r}_${s}`}getUserCode(){let t;this.poolType==="avg"?t="resultValue += value; count += 1.0;":this.computePositions?t=`let currMaxValue = mix(value, maxValue, maxValueFound);
      if (value >= currMaxValue) {
        maxValue = value;
        maxValueFound = 1.0;
        maxPosition = ${this.flattenPositions?this.includeBatchIndex?"(((batch * uniforms.xShape.y + xD) * uniforms.xShape.z + xR) * uniforms.xShape.w + xC) * uniforms.xShape.u + ch":"((xD * uniforms.xShape.z + xR) * uniforms.xShape.w + xC) * uniforms.xShape.u + ch":"wD * uniforms.filterDims.y * uniforms.filterDims.y + wR * uniforms.filterDims.z + wC"};
      }`:t="resultValue = max(value, resultValue);";let e="resultValue";return this.poolType==="avg"&&(e="resultValue / max(count, 1.0)"),`
      ${y("index")} {
        if (index < uniforms.size) {
          let coords = getCoordsFromIndex(index);
          let batch = coords.x;
          let ch = coords.u;

          let xCorner = vec3<i32>(coords.y, coords.z, coords.w) * uniforms.strides - uniforms.pads;
          let xDCorner = xCorner.x;
          let xRCorner = xCorner.y;
          let xCCorner = xCorner.z;

          ${this.computePositions?`var maxValue = 0.0;
            var maxValueFound = 0.0;
            var maxPosition = 0;`:`var resultValue = ${this.poolType==="avg"?"0.0":"-1.0 / pow(10.0, -20.0)"};`}

          var count = 0.0;
          for (var wD = 0; wD < uniforms.filterDims.x; wD++) {
            let xD = xDCorner + wD;
            if (xD < 0 || xD >= uniforms.convDims.x) {
              continue;
            }

            for (var wR = 0; wR < uniforms.filterDims.y; wR++) {
              let xR = xRCorner + wR;
              if (xR < 0 || xR >= uniforms.convDims.y) {
                continue;
              }

              for (var wC = 0; wC < uniforms.filterDims.z; wC++) {
                let xC = xCCorner + wC;
                if (xC < 0 || xC >= uniforms.convDims.z) {
                  continue;
                }

                let value = getX(batch, xD, xR, xC, ch);
                ${t}
              }
            }
          }

          ${this.computePositions?"setOutputAtIndexI32(index, maxPosition);":`setOutputAtIndex(index, ${e});`}
        }
      }
    `}};import{Max as vm}from"@tensorflow/tfjs-core";function Br(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{reductionIndices:s,keepDims:n}=i;return te(r,s,n,"max",e)}var wn={kernelName:vm,backendName:"webgpu",kernelFunc:Br};import{Mean as km}from"@tensorflow/tfjs-core";function Mr(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{keepDims:s,axis:n}=i;return te(r,n,s,"mean",e)}var bn={kernelName:km,backendName:"webgpu",kernelFunc:Mr};function Lt(o,t,e,i){if(t.filterWidth===1&&t.filterHeight===1&&Ur.arraysEqual(t.inShape,t.outShape))return U({inputs:{x:o},backend:i});if(t.filterWidth===t.inWidth&&t.filterHeight===t.inHeight&&t.batchSize===1&&t.padInfo.type==="VALID"){let n=o.shape.length,a=R({inputs:{x:o},backend:i,attrs:{shape:[o.shape[n-3]*o.shape[n-2],o.shape[n-1]]}}),u;e==="avg"?u=Mr({inputs:{x:a},backend:i,attrs:{axis:0,keepDims:!1}}):(Ur.assert(e==="max",()=>`Invalid pool type ${e}`),u=Br({inputs:{x:a},backend:i,attrs:{reductionIndices:0,keepDims:!1}}));let p=R({inputs:{x:u},backend:i,attrs:{shape:t.outShape}});return i.disposeData(a.dataId),i.disposeData(u.dataId),p}let r,s=[{type:"int32",data:[t.strideHeight,t.strideWidth]}];return t.filterHeight===1&&t.filterWidth===1?r=new Et(t):(e==="avg"?r=new ue(t,"avg"):(Ur.assert(e==="max",()=>`Invalid pool type ${e}`),r=new ue(t,"max")),s.push({type:"int32",data:[t.padInfo.top,t.padInfo.left]},{type:"int32",data:[t.dilationHeight,t.dilationWidth]},{type:"int32",data:[t.inHeight,t.inWidth]},{type:"int32",data:[t.effectiveFilterHeight,t.effectiveFilterWidth]})),i.runWebGPUProgram(r,[o],o.dtype,s)}function Pm(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{filterSize:s,strides:n,pad:a,dimRoundingMode:u}=i,l=Dm.computePool2DInfo(r.shape,s,n,1,a,u);return Lt(r,l,"avg",e)}var In={kernelName:Rm,backendName:"webgpu",kernelFunc:Pm};import{AvgPool3D as $m,backend_util as Nm}from"@tensorflow/tfjs-core";function Fm(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{filterSize:s,strides:n,pad:a,dataFormat:u,dimRoundingMode:p}=i,l=[1,1,1],c=Nm.computePool3DInfo(r.shape,s,n,l,a,p,u),d=new Ce(c,"avg"),m=[{type:"int32",data:[c.strideDepth,c.strideHeight,c.strideWidth]},{type:"int32",data:[c.padInfo.front,c.padInfo.top,c.padInfo.left]},{type:"int32",data:[c.inDepth,c.inHeight,c.inWidth]},{type:"int32",data:[c.effectiveFilterDepth,c.effectiveFilterHeight,c.effectiveFilterWidth]}];return e.runWebGPUProgram(d,[r],r.dtype,m)}var vn={kernelName:$m,backendName:"webgpu",kernelFunc:Fm};import{AvgPool3DGrad as zm,backend_util as Am}from"@tensorflow/tfjs-core";var _t=class{constructor(t){this.variableNames=["dy"],this.uniforms=`strides : vec2<i32>, pads : vec2<i32>, dilations : vec2<i32>, filterDims : vec2<i32>,
       outHeight : i32, outWidth : i32, avgMultiplier : f32,`,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t.inShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="avgPool2DBackprop"}getUserCode(){return`
      ${y("index")} {
      if (index < uniforms.size) {
        let coords = getCoordsFromIndex(index);
        let batch = coords[0];
        let d = coords[3];

        let dyRCCorner = vec2<i32>(coords.yz) - uniforms.pads;
        let dyRCorner = dyRCCorner.x;
        let dyCCorner = dyRCCorner.y;

        // Convolve dy(?, ?, d) with pos mask(:, :, d) to get dx(xR, xC, d).
        // ? = to be determined. : = across all values in that axis.
        var dotProd = 0.0;
        for (var wR = 0; wR < uniforms.filterDims[0]; wR = wR + uniforms.dilations[0]) {
          let dyR = f32(dyRCorner + wR) / f32(uniforms.strides[0]);

          if (dyR < 0.0 || dyR >= f32(uniforms.outHeight) || fract(dyR) > 0.0) {
            continue;
          }
          let idyR = i32(dyR);

          for (var wC = 0; wC < uniforms.filterDims[1]; wC = wC + uniforms.dilations[1]) {
            let dyC = f32(dyCCorner + wC) / f32(uniforms.strides[1]);

            if (dyC < 0.0 || dyC >= f32(uniforms.outWidth) || fract(dyC) > 0.0) {
              continue;
            }
            let idyC = i32(dyC);

            let dyValue = getDy(batch, idyR, idyC, d);

            dotProd = dotProd + dyValue * uniforms.avgMultiplier;
          }
        }
        setOutputAtIndex(index, dotProd);
      }
    }
    `}},Bt=class{constructor(t){this.variableNames=["dy"],this.uniforms=`strides : vec3<i32>, pads : vec3<i32>, filterDims : vec3<i32>,
       outDepth : i32, outHeight : i32, outWidth : i32, avgMultiplier : f32,`,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t.inShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="avgPool3DBackprop"}getUserCode(){return`
      ${y("index")} {
      if (index < uniforms.size) {
        let coords = getCoordsFromIndex(index);
        let batch = coords.x;
        let ch = coords.u;

        let dyCorner = vec3<i32>(coords.y, coords.z, coords.w) - uniforms.pads;
        let dyDCorner = dyCorner.x;
        let dyRCorner = dyCorner.y;
        let dyCCorner = dyCorner.z;

        // Convolve dy(?, ?, ?, d) with pos mask(:, :, :, ch) to get
        // dx(xD, xR, xC, ch).
        // ? = to be determined. : = across all values in that axis.
        var dotProd = 0.0;
        for (var wD = 0; wD < uniforms.filterDims[0]; wD++) {
          let dyD = f32(dyDCorner + wD) / f32(uniforms.strides[0]);

          if (dyD < 0.0 || dyD >= f32(uniforms.outDepth) || fract(dyD) > 0.0) {
            continue;
          }
          let idyD = i32(dyD);

          for (var wR = 0; wR < uniforms.filterDims[1]; wR++) {
            let dyR = f32(dyRCorner + wR) / f32(uniforms.strides[1]);

            if (dyR < 0.0 || dyR >= f32(uniforms.outHeight) || fract(dyR) > 0.0) {
              continue;
            }
            let idyR = i32(dyR);

            for (var wC = 0; wC < uniforms.filterDims[2]; wC++) {
              let dyC = f32(dyCCorner + wC) / f32(uniforms.strides[2]);

              if (dyC < 0.0 || dyC >= f32(uniforms.outWidth) || fract(dyC) > 0.0) {
                continue;
              }
              let idyC = i32(dyC);

              let dyValue = getDy(batch, idyD, idyR, idyC, ch);
              dotProd += dyValue * uniforms.avgMultiplier;
            }
          }
        }
        setOutputAtIndex(index, dotProd);
      }
    }
    `}};function Tm(o){let{inputs:t,backend:e,attrs:i}=o,{dy:r,input:s}=t,n=s,{filterSize:a,strides:u,pad:p,dimRoundingMode:l}=i,c=Am.computePool3DInfo(n.shape,a,u,1,p,l),d=new Bt(c),m=1/(c.filterDepth*c.filterHeight*c.filterWidth),h=[{type:"int32",data:[c.strideDepth,c.strideHeight,c.strideWidth]},{type:"int32",data:[c.effectiveFilterDepth-1-c.padInfo.front,c.effectiveFilterHeight-1-c.padInfo.top,c.effectiveFilterWidth-1-c.padInfo.left]},{type:"int32",data:[c.effectiveFilterDepth,c.effectiveFilterHeight,c.effectiveFilterWidth]},{type:"int32",data:[c.outDepth]},{type:"int32",data:[c.outHeight]},{type:"int32",data:[c.outWidth]},{type:"float32",data:[m]}];return e.runWebGPUProgram(d,[r],n.dtype,h)}var kn={kernelName:zm,backendName:"webgpu",kernelFunc:Tm};import{AvgPoolGrad as Em,backend_util as Lm}from"@tensorflow/tfjs-core";function _m(o){let{inputs:t,backend:e,attrs:i}=o,{dy:r,input:s}=t,n=s;qe([r,s],"avgPoolGrad");let{filterSize:a,strides:u,pad:p}=i,l=Lm.computePool2DInfo(n.shape,a,u,1,p),c=new _t(l),d=1/(l.filterHeight*l.filterWidth),m=[{type:"int32",data:[l.strideHeight,l.strideWidth]},{type:"int32",data:[l.effectiveFilterHeight-1-l.padInfo.top,l.effectiveFilterWidth-1-l.padInfo.left]},{type:"int32",data:[l.dilationHeight,l.dilationWidth]},{type:"int32",data:[l.effectiveFilterHeight,l.effectiveFilterWidth]},{type:"int32",data:[l.outHeight]},{type:"int32",data:[l.outWidth]},{type:"float32",data:[d]}];return e.runWebGPUProgram(c,[r],n.dtype,m)}var Rn={kernelName:Em,backendName:"webgpu",kernelFunc:_m};import{BatchMatMul as Bm}from"@tensorflow/tfjs-core";function Mm(o){let{inputs:t,backend:e,attrs:i}=o,{a:r,b:s}=t,{transposeA:n,transposeB:a}=i;return Ie({a:r,b:s,transposeA:n,transposeB:a,backend:e})}var Dn={kernelName:Bm,backendName:"webgpu",kernelFunc:Mm};import{backend_util as it,BatchToSpaceND as Vm,util as Gm}from"@tensorflow/tfjs-core";import{Slice as Wm,slice_util as Pn,util as Om}from"@tensorflow/tfjs-core";var Mt=class{constructor(t,e){this.variableNames=["source"],this.workPerThread=1,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=e,this.rank=e.length,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize,[this.workPerThread,1,1]),this.start=t,this.uniforms=`start : ${E(t.length)}, `,this.shaderKey="slice"}getUserCode(){let t=E(this.rank),e=Um(this.rank),i;return this.start.length===1?i=this.outputShape.map((s,n)=>"sourceLoc = uniforms.start + coords;"):i=this.outputShape.map((s,n)=>`sourceLoc.${Wr[n]} = uniforms.start.${ie(n)} + coords.${Wr[n]};`),`
      ${y("index")} {
        if (index < uniforms.size) {
          var sourceLoc : ${t};
          let coords = getCoordsFromIndex(index);
          ${i.join(`
`)}
          setOutputAtIndex(index, getSource(${e}));
        }
      }
    `}},Wr=["x","y","z","w","u","v"];function Um(o){if(o===1)return"sourceLoc";if(o<=6)return Wr.slice(0,o).map(t=>`sourceLoc.${t}`).join(",");throw Error(`Slicing for rank ${o} is not yet supported`)}function ae(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{begin:s,size:n}=i,[a,u]=Pn.parseSliceParams(r,s,n);if(Pn.assertParamsValid(r,a,u),e.shouldExecuteOnCPU([r])||r.dtype==="string"){let c=e.tensorMap.get(r.dataId),d=Zs(c.values,a,u,r.shape,r.dtype);return e.makeTensorInfo(u,r.dtype,d)}if(Om.sizeFromShape(u)===0)return e.makeTensorInfo(u,r.dtype,[]);let p=new Mt(a,u),l=[{type:"int32",data:a}];return e.runWebGPUProgram(p,[r],r.dtype,l)}var $n={kernelName:Wm,backendName:"webgpu",kernelFunc:ae};var Hm=o=>{let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{blockShape:s,crops:n}=i;Gm.assert(r.shape.length<=4,()=>"batchToSpaceND for rank > 4 with a WebGPU backend not implemented yet");let a=s.reduce((C,b)=>C*b),u=it.getReshaped(r.shape,s,a),p=it.getPermuted(u.length,s.length),l=it.getReshapedPermuted(r.shape,s,a),c=it.getSliceBeginCoords(n,s.length),d=it.getSliceSize(l,n,s.length),m=[],h=R({inputs:{x:r},backend:e,attrs:{shape:u}}),g=j({inputs:{x:h},backend:e,attrs:{perm:p}}),f=R({inputs:{x:g},backend:e,attrs:{shape:l}}),x=ae({inputs:{x:f},backend:e,attrs:{begin:c,size:d}});return m.push(h),m.push(g),m.push(f),m.forEach(C=>e.disposeData(C.dataId)),x},Nn={kernelName:Vm,backendName:"webgpu",kernelFunc:Hm};import{Bincount as Xm,util as Fn}from"@tensorflow/tfjs-core";var Km=`
  fn bincount_write(index: i32, value: f32) {
    ${Z("&result[index]","value","float32")}
  }
`,qm=`
  fn bincount_write(index: i32, value: f32) {
    atomicStore(&result[index], bitcast<i32>(value));
  }
`,Ee=class{constructor(t,e,i=!1){this.outputShape=[],this.variableNames=["x"],this.uniforms="binCountSize : i32,",this.workgroupSize=[64,1,1],this.atomic=!0,this.hasWeights=!0,this.binaryOutput=!1,this.outputShape=t,this.rank=t.length,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.binaryOutput=i,i&&(this.atomic=!1),this.hasWeights=e,this.hasWeights&&this.variableNames.push("w"),this.shaderKey=`bincount_${this.hasWeights}_${this.binaryOutput}_${this.rank}`}getUserCode(){return`
    ${this.binaryOutput?qm:Km}
  ${y("index")} {
    ${this.rank===1?`if (index < uniforms.xShape) {
      let indexVal = i32(getX(index));
      if (indexVal < uniforms.binCountSize) {
        let value = ${this.binaryOutput?1:this.hasWeights?"getW(index)":"1."};
        bincount_write(indexVal, value);
      }
    }`:`let coord = getCoordsFromIndex(index);
    if (coordsInBounds2D(coord, uniforms.xShape)) {
      let indexVal = i32(getX(coord[0], coord[1]));
      if (indexVal < uniforms.binCountSize) {
        let value = ${this.binaryOutput?1:this.hasWeights?"getW(coord[0], coord[1])":"1."};
        bincount_write(coord.x * uniforms.binCountSize + indexVal, value);
      }
    }`}
  }
  `}};function Ym(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,weights:s}=t,{size:n}=i,a=Fn.sizeFromShape(r.shape),p=Fn.sizeFromShape(s.shape)>0,l=[n],c=s.dtype,d=B({backend:e,attrs:{shape:l,value:0,dtype:c}}),m=new Ee([a],p),h=[{type:"int32",data:[n]}],g=p?[r,s]:[r];return e.runWebGPUProgram(m,g,c,h,d)}var zn={kernelName:Xm,backendName:"webgpu",kernelFunc:Ym};import{backend_util as jm,BroadcastArgs as Qm,util as An}from"@tensorflow/tfjs-core";var Ut=class{constructor(t){this.outputShape=[],this.variableNames=["s0","s1"],this.uniforms="s0Size : i32, s1Size : i32, ",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=[t],this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="broadcastArgs"}getUserCode(){return`
  ${y("index")} {
    if (index < uniforms.size) {
      var s0 = 1.0;
      var s1 = 1.0;
      let indexS0 = index - uniforms.size + uniforms.s0Size;
      let indexS1 = index - uniforms.size + uniforms.s1Size;
      if (indexS0 >= 0) {
        s0 = getS0(indexS0);
      }
      if (indexS1 >= 0) {
        s1 = getS1(indexS1);
      }

      if (s0 == 1.0) {
        setOutputAtIndex(index, s1);
      } else if (s1 == 1.0) {
        setOutputAtIndex(index, s0);
      } else if (s0 != s1) {
        setOutputAtIndex(index, uniforms.NAN);
      } else {
        setOutputAtIndex(index, s0);
      }
    }
  }
  `}};function Zm(o){let{inputs:t,backend:e}=o,{s0:i,s1:r}=t;if(e.shouldExecuteOnCPU([i,r])){let l=e.tensorMap.get(i.dataId),c=e.tensorMap.get(r.dataId),d=l.values,m=c.values,h=jm.assertAndGetBroadcastShape(Array.from(d),Array.from(m));return e.makeTensorInfo([h.length],"int32",Int32Array.from(h))}let s=An.sizeFromShape(i.shape),n=An.sizeFromShape(r.shape),a=Math.max(s,n),u=new Ut(a),p=[{type:"int32",data:[s]},{type:"int32",data:[n]}];return e.runWebGPUProgram(u,[i,r],"int32",p)}var Tn={kernelName:Qm,backendName:"webgpu",kernelFunc:Zm};import*as Mn from"@tensorflow/tfjs-core";import{Cast as th,util as Bn}from"@tensorflow/tfjs-core";import{NotEqual as Jm}from"@tensorflow/tfjs-core";var Or=T({opType:D.NOT_EQUAL,dtype:"bool",cpuKernelImpl:Ks}),En={kernelName:Jm,backendName:"webgpu",kernelFunc:Or};import{Real as eh}from"@tensorflow/tfjs-core";function he(o){let{inputs:t,backend:e}=o,{input:i}=t,r=e.tensorMap.get(i.dataId);return U({inputs:{x:r.complexTensorInfos.real},backend:e})}var Ln={kernelName:eh,backendName:"webgpu",kernelFunc:he};function _n(o,t){let e=new ee(o.shape,I.TO_INT),i=t.runWebGPUProgram(e,[o],"int32");return{dataId:i.dataId,shape:i.shape,dtype:i.dtype}}function Vr(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{dtype:s}=i;if(s==="complex64"){if(r.dtype==="complex64")return U({inputs:{x:r},backend:e});let n=Mn.zeros(r.shape),a=Vr({inputs:{x:r},backend:e,attrs:{dtype:"float32"}}),u=re({inputs:{real:a,imag:n},backend:e});return n.dispose(),e.disposeData(a.dataId),u}if(r.dtype==="complex64"){let n=he({inputs:{input:r},backend:e}),a=Vr({inputs:{x:n},backend:e,attrs:{dtype:s}});return e.disposeData(n.dataId),a}if(!Bn.hasEncodingLoss(r.dtype,s)){let n=U({inputs:{x:r},backend:e});return{dataId:n.dataId,shape:n.shape,dtype:s}}if(e.shouldExecuteOnCPU([r])){let n=e.tensorMap.get(r.dataId).values,[a,u,p]=Rs(n,r.shape,r.dtype,s);return e.makeTensorInfo(a,u,p)}if(s==="int32")return _n(r,e);if(s==="bool"){let n=e.makeTensorInfo([],"bool",Bn.getTypedArrayFromDType("bool",1)),u=Or({inputs:{a:r,b:n},backend:e});return e.disposeData(n.dataId),u}throw new Error(`Error in Cast: failed to cast ${r.dtype} to ${s}`)}var Un={kernelName:th,backendName:"webgpu",kernelFunc:Vr};import{Ceil as oh}from"@tensorflow/tfjs-core";var rh=$({opType:I.CEIL,cpuKernelImpl:Ds}),Wn={kernelName:oh,backendName:"webgpu",kernelFunc:rh};import{ClipByValue as ih,util as sh}from"@tensorflow/tfjs-core";var Wt=class{constructor(t){this.variableNames=["A"],this.uniforms="minVal : f32, maxVal : f32,",this.workPerThread=4,this.workgroupSize=[64,1,1],this.outputComponent=4,this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize,[this.workPerThread,1,1]),this.shaderKey="clipVec4"}getUserCode(){return`
      ${y("index")} {
        if(index < uniforms.size) {
          let value = getAByOutputIndex(index);
          var clampedValue = clamp(
              value, vec4<f32>(uniforms.minVal), vec4<f32>(uniforms.maxVal));
          clampedValue = select(clampedValue, value, isnanVec4(value));
          setOutputAtIndex(index, clampedValue);
        }
      }
    `}};var Ot=class{constructor(t){this.variableNames=["A"],this.uniforms="minVal : f32, maxVal : f32,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="clip"}getUserCode(){return`
      ${y("index")} {
        if(index < uniforms.size) {
          let value = getAByOutputIndex(index);
          if (isnan(value)) {
            setOutputAtIndex(index, value);
            return;
          }
          setOutputAtIndex(index, clamp(value, uniforms.minVal, uniforms.maxVal));
        }
      }
    `}};function nh(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{clipValueMin:s,clipValueMax:n}=i,a,u=[{type:"float32",data:[s]},{type:"float32",data:[n]}];return sh.sizeFromShape(r.shape)%4===0?a=new Wt(r.shape):a=new Ot(r.shape),e.runWebGPUProgram(a,[r],r.dtype,u)}var On={kernelName:ih,backendName:"webgpu",kernelFunc:nh};import{ComplexAbs as ah}from"@tensorflow/tfjs-core";var Vt=class{constructor(t){this.outputShape=[],this.variableNames=["real","imag"],this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="complexAbs"}getUserCode(){return`
    ${y("index")} {
      if (index < uniforms.size) {
        let re = abs(getRealByOutputIndex(index));
        let im = abs(getImagByOutputIndex(index));
        let mx = max(re, im);

        // The length function in wgsl may be not underflow-safe on some GPUs.
        // So the safe solution is to ensure underflow-safety in all cases.
        setOutputAtIndex(index, select(mx * length(vec2<f32>(1, min(re, im)/mx)), 0.0, mx == 0.0));
      }
    }
  `}};function Vn(o,t){return{dataId:t.dataId,dtype:t.dtype,shape:o.shape}}function uh(o){let{inputs:t,backend:e}=o,{x:i}=t,r=e.tensorMap.get(i.dataId),s=new Vt(i.shape),n=[Vn(i,r.complexTensorInfos.real),Vn(i,r.complexTensorInfos.imag)];return e.runWebGPUProgram(s,n,n[0].dtype)}var Gn={kernelName:ah,backendName:"webgpu",kernelFunc:uh};import{backend_util as Kn,Concat as dh,util as Kr}from"@tensorflow/tfjs-core";import{backend_util as Gr,util as Hr}from"@tensorflow/tfjs-core";import{backend_util as ph}from"@tensorflow/tfjs-core";var Gt=class{constructor(t){this.uniforms="",this.workPerThread=1,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=ph.computeOutShape(t,1),this.variableNames=t.map((e,i)=>`T${i}`),this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize,[this.workPerThread,1,1]),this.offsetLength=t.length-1;for(let e=0;e<this.offsetLength;e++)this.uniforms+=`offset${e} : i32,`;this.shaderKey="concat"}getUserCode(){let t=[];if(this.offsetLength>0){t.push("if (yC < uniforms.offset0){ setOutputAtCoords(coords.x, coords.y, getT0(yR, yC)); }");for(let s=1;s<this.offsetLength;s++)t.push(`else if (yC < uniforms.offset${[s]}){ setOutputAtCoords(coords.x, coords.y, getT${s}(yR, yC - uniforms.offset${s-1})); }`);let i=this.offsetLength,r=this.offsetLength-1;t.push(`else { setOutputAtCoords(coords.x, coords.y, getT${i}(yR, yC - uniforms.offset${r})); }`)}else t.push("setOutputAtCoords(coords.x, coords.y, getT0(yR, yC));");return`
      ${y("index")} {
        for(var i = 0; i < ${this.workPerThread}; i = i + 1) {
          let flatIndex = index * ${this.workPerThread} + i;
          if(flatIndex < uniforms.size) {
            let coords = getCoordsFromIndex(flatIndex);
            let yR = coords.x;
            let yC = coords.y;

            ${t.join(`
        `)}
          }
        }
      }
    `}};import{Imag as lh}from"@tensorflow/tfjs-core";function De(o){let{inputs:t,backend:e}=o,{input:i}=t,r=e.tensorMap.get(i.dataId);return U({inputs:{x:r.complexTensorInfos.imag},backend:e})}var Hn={kernelName:lh,backendName:"webgpu",kernelFunc:De};function Le(o,t,e){let i=o[0].dtype;if(i==="complex64"){let h=o.map(b=>he({inputs:{input:b},backend:e})),g=o.map(b=>De({inputs:{input:b},backend:e})),f=Le(h,t,e),x=Le(g,t,e),C=re({inputs:{real:f,imag:x},backend:e});return h.forEach(b=>e.disposeData(b.dataId)),g.forEach(b=>e.disposeData(b.dataId)),e.disposeData(f.dataId),e.disposeData(x.dataId),C}let r=e.shouldExecuteOnCPU(o);if(i==="string"&&(r=!0),r){let h=o.map(k=>{let N=[-1,Hr.sizeFromShape(k.shape.slice(t))];return R({inputs:{x:k},backend:e,attrs:{shape:N}})}),g=h.map(k=>({vals:e.readSync(k.dataId),shape:k.shape})),f=Gr.computeOutShape(h.map(k=>k.shape),1),x=h[0].shape[0]===1,C=Ps(g,f,i,x),b=Gr.computeOutShape(o.map(k=>k.shape),t),v=e.makeTensorInfo(b,i,C);return h.forEach(k=>e.disposeData(k.dataId)),v}let s=e.device.limits.maxStorageBuffersPerShaderStage-1;if(o.length>s){let h=[];for(let f=0;f<o.length;f+=s){let x=o.slice(f,f+s);h.push(Le(x,t,e))}let g=Le(h,t,e);for(let f of h)e.disposeData(f.dataId);return g}let{tensors2D:n,outShape:a}=ch(o,t,e),u=n.map(h=>h.shape),p=new Gt(u),l=[],c=new Array(u.length-1);if(c.length>0){c[0]=u[0][1],l.push({type:"int32",data:[c[0]]});for(let h=1;h<c.length;h++)c[h]=c[h-1]+u[h][1],l.push({type:"int32",data:[c[h]]})}let d=e.runWebGPUProgram(p,n,n[0].dtype,l);n.forEach(h=>e.disposeData(h.dataId));let m=R({inputs:{x:d},backend:e,attrs:{shape:a}});return e.disposeData(d.dataId),m}function ch(o,t,e){let i=Gr.computeOutShape(o.map(s=>s.shape),t);return{tensors2D:o.map(s=>R({inputs:{x:s},backend:e,attrs:{shape:[Hr.sizeFromShape(s.shape.slice(0,t)),Hr.sizeFromShape(s.shape.slice(t))]}})),outShape:i}}function qr(o){let{inputs:t,backend:e,attrs:i}=o,{axis:r}=i,s=Kr.parseAxisParam(r,t[0].shape)[0],n=t.map(p=>p.shape);Kn.assertParamsConsistent(n,s);let a=Kn.computeOutShape(t.map(p=>p.shape),s);if(Kr.sizeFromShape(a)===0)return e.makeTensorInfo(a,t[0].dtype,[]);let u=t.filter(p=>Kr.sizeFromShape(p.shape)>0);return u.length===1?U({inputs:{x:u[0]},backend:e}):Le(u,s,e)}var qn={kernelName:dh,backendName:"webgpu",kernelFunc:qr};import{backend_util as Xn,Conv2D as gh}from"@tensorflow/tfjs-core";import{env as Xr}from"@tensorflow/tfjs-core";function mh(o,t,e,i,r=!1,s=null,n=!1,a=4,u=4,p=4){let l=A=>{switch(A){case 1:return"resData = f32(x[xIndex]);";case 3:return"resData = vec3<f32>(x[xIndex], x[xIndex + 1], x[xIndex + 2]);";case 4:return"resData = vec4<f32>(x[xIndex / 4]);";default:throw new Error(`innerElementSize ${A} is not supported.`)}},c=A=>{switch(A){case 1:return"return f32(W[row * uniforms.wShape[3] + col]);";case 4:return"return vec4<f32>(W[(row * uniforms.wShape[3] + col) / 4]);";default:throw new Error(`innerElementSize ${A} is not supported.`)}},d=o?`
      let coord = vec4<i32>(batch, xRow, xCol, xCh);
      `:`
      let coord = vec4<i32>(batch, xCh, xRow, xCol);
      `,m=o?`
      let coords = vec4<i32>(
        batch,
        row / outWidth,
        row % outWidth,
        col);
      `:`
      let coords = vec4<i32>(
        batch,
        row,
        col / outWidth,
        col % outWidth);
      `,h=o?"uniforms.xShape[1]":"uniforms.xShape[2]",g=o?"uniforms.xShape[2]":"uniforms.xShape[3]",f=o?"row":"col",x=o?"col":"row",C=`
      let inChannels = uniforms.wShape[2];
      let outWidth = ${o?"uniforms.outShape[2]":"uniforms.outShape[3]"};
      let outRow = ${f} / outWidth;
      let outCol = ${f} % outWidth;

      let WRow = ${x} / (uniforms.filterDims[1] * inChannels);
      let WCol = ${x} / inChannels % uniforms.filterDims[1];
      let xRow = outRow * uniforms.strides[0] + uniforms.dilations[0] * WRow - uniforms.pads[0];
      let xCol = outCol * uniforms.strides[1] + uniforms.dilations[1] * WCol - uniforms.pads[1];
      let xCh = ${x} % inChannels;
      var resData = ${z(a)}(0.0);
      // The bounds checking is always needed since we use it to pad zero for
      // the 'same' padding type.
      if (xRow >= 0 && xRow < ${h} && xCol >= 0 && xCol < ${g}) {
        ${d}
        let xIndex = getIndexFromCoords4D(coord, uniforms.xShape);
        ${l(a)}
      }
      return resData;`,b=o?t&&i?`
      ${C}`:`
      if (row < uniforms.dimAOuter && col < uniforms.dimInner) {
        ${C}
      }
      return ${z(a)}(0.0);`:i&&e?`
      ${C}`:`
      if (row < uniforms.dimInner && col < uniforms.dimBOuter) {
        ${C}
      }
      return ${z(a)}(0.0);`,v=`${c(u)}`,k=z(p),P=o?z(a):z(u),N=o?z(u):z(a);return`
      ${q(s,n,p===4,4)}
      fn mm_readA(batch: i32, row : i32, col : i32) -> ${P} {
        ${o?b:v}
      }

      fn mm_readB(batch: i32, row : i32, col : i32) -> ${N} {
        ${o?v:b}
      }

      fn mm_write(batch: i32, row : i32, col : i32, valueIn : ${k}) {
        if (row < uniforms.dimAOuter && col < uniforms.dimBOuter)
        {
        var value = valueIn;
        let outWidth = ${o?"uniforms.outShape[2]":"uniforms.outShape[3]"};
        ${m}
        ${J(r,s)}
        setOutputAtCoords(coords[0], coords[1], coords[2], coords[3], value);
        }
      }`}var Ht=class{constructor(t,e,i,r,s=!1,n=null,a=!1,u=!1){this.variableNames=["x","W"],this.uniforms="filterDims : vec2<i32>, pads : vec2<i32>, strides : vec2<i32>, dilations : vec2<i32>, dimAOuter : i32, dimBOuter : i32, dimInner : i32,",this.outputShape=t.outShape,this.isChannelsLast=t.dataFormat==="channelsLast",this.isVec4=((t.inChannels%4===0||t.inChannels%3===0)&&this.isChannelsLast||t.outWidth%4===0&&!this.isChannelsLast)&&t.outChannels%4===0,this.dispatchLayout=this.isChannelsLast?{x:[3],y:[1,2],z:[0]}:{x:[2,3],y:[1],z:[0]},this.workgroupSize=Ge(this.dispatchLayout,this.outputShape,this.isVec4),this.elementsPerThread=He(this.dispatchLayout,this.outputShape,this.isVec4),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize,this.elementsPerThread),this.isVec4?(this.outputComponent=4,this.isChannelsLast&&t.inChannels%4!==0?(this.innerElementSize=3,this.variableComponents=[1,4]):(this.innerElementSize=4,this.variableComponents=[4,4]),s&&(this.variableNames.push("bias"),this.variableComponents.push(4)),a&&(this.variableNames.push("preluActivationWeights"),this.variableComponents.push(4))):(this.innerElementSize=this.elementsPerThread[0],s&&this.variableNames.push("bias"),a&&this.variableNames.push("preluActivationWeights")),this.sequentialAccessByThreads=u,this.addBias=s,this.activation=n,this.hasPreluActivationWeights=a,this.tileAOuter=this.workgroupSize[1]*this.elementsPerThread[1],this.tileBOuter=this.workgroupSize[0]*this.elementsPerThread[0],this.tileInner=Math.max(this.workgroupSize[0]*this.innerElementSize,this.workgroupSize[1]),this.fitAOuter=e%this.tileAOuter===0,this.fitBOuter=i%this.tileBOuter===0,this.fitInner=r%this.tileInner===0,this.shaderKey=`conv2DMM_${this.elementsPerThread}_${this.activation}}_${this.fitAOuter}_${this.fitBOuter}_${this.fitInner}_${this.isVec4}_${this.innerElementSize}_${this.isChannelsLast}_${this.sequentialAccessByThreads}`}getUserCode(){let t=this.isVec4?we(this.elementsPerThread,this.workgroupSize,!this.isChannelsLast,this.tileInner):be(this.elementsPerThread,this.workgroupSize,!this.isChannelsLast,this.tileInner,!1,null,this.sequentialAccessByThreads),e=this.isVec4?[this.innerElementSize,4,4]:[1,1,1];return`
    ${mh(this.isChannelsLast,this.fitAOuter,this.fitBOuter,this.fitInner,this.addBias,this.activation,this.hasPreluActivationWeights,e[0],e[1],e[2])}
    ${t}
  `}};var Kt=class{constructor(t,e=!1,i=null,r=!1){this.variableNames=["x","W"],this.uniforms="filterDims: vec2<i32>, pads: vec2<i32>, strides: vec2<i32>, dilations: vec2<i32>,",this.workgroupSize=[4,4,8],this.outputShape=t.outShape,this.isChannelsLast=t.dataFormat==="channelsLast",this.dispatchLayout=this.isChannelsLast?{x:[2],y:[1],z:[0,3]}:{x:[3],y:[2],z:[0,1]},this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.addBias=e,this.activation=i,this.hasPreluActivationWeights=r,e&&this.variableNames.push("bias"),r&&this.variableNames.push("preluActivationWeights"),this.shaderKey=`conv2dnaive_${this.activation}_${this.isChannelsLast}`}getUserCode(){return`
       ${q(this.activation,this.hasPreluActivationWeights,!1,4)}
       fn readInp(batch : i32, row : i32, col : i32, chan : i32) -> f32{
         let coords = vec4<i32>(batch, row, col, chan);
         if (coordsInBounds4D(coords, uniforms.xShape)) {
           return  getX(batch, row, col, chan);
         } else {
          return 0.0;
         }
       }
       fn readFilt(row : i32, col : i32, xChannel : i32, outChannel : i32) -> f32{
         let coords = vec4<i32>(row, col, xChannel, outChannel);
         if(coordsInBounds4D(coords, uniforms.wShape)) {
           return getW(row, col, xChannel, outChannel);
          } else {
            return 0.0;
          }
       }
       fn writeResult(batch : i32, row : i32, col : i32, chan : i32, valueIn : f32) {
         let coords = ${this.isChannelsLast?"vec4<i32>(batch, row, col, chan);":"vec4<i32>(batch, chan, row, col);"}
         if (coordsInBounds4D(coords, uniforms.outShape)) {
           var value = valueIn;
           ${J(this.addBias,this.activation)}
           setOutputAtCoords(coords.x, coords.y, coords.z, coords.w, value);
         }
       }
       ${y("index")} {
         let coords = getOutputCoords();
         let batch = coords[0];
         let outChannel = ${this.isChannelsLast?"coords[3];":"coords[1];"}
         let outRow = ${this.isChannelsLast?"coords[1];":"coords[2];"}
         let outCol = ${this.isChannelsLast?"coords[2];":"coords[3];"}
         var acc : f32 = 0.0;
         for (var row = 0; row < uniforms.filterDims[0]; row = row + 1) {
           for (var col = 0; col < uniforms.filterDims[1]; col = col + 1) {
             let xRow = outRow * uniforms.strides[0] + uniforms.dilations[0] * row - uniforms.pads[0];
             let xCol = outCol * uniforms.strides[1] + uniforms.dilations[1] * col - uniforms.pads[1];
             for (var xChannel = 0; xChannel < ${this.isChannelsLast?"uniforms.xShape[3];":"uniforms.xShape[1];"} xChannel = xChannel + 1) {
               ${this.isChannelsLast?"let v = readInp(batch, xRow, xCol, xChannel);":"let v = readInp(batch, xChannel, xRow, xCol);"}
               let f = readFilt(row, col, xChannel, outChannel);
               acc = acc + v * f;
             }
           }
         }
         writeResult(batch, outRow, outCol, outChannel, acc);
       }
     `}};var qt=class{constructor(t,e){this.variableNames=["x"],this.uniforms=`pads : vec2<i32>, strides : vec2<i32>, dilations : vec2<i32>, outWidth : i32, itemsPerBlockRow : i32,
       inChannels : i32,`,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.isChannelsLast=e,this.shaderKey=`im2col_${this.isChannelsLast}`}getUserCode(){let t=this.isChannelsLast?1:2,e=this.isChannelsLast?2:3,i=this.isChannelsLast?"coords[1]":"coords[2]",r=this.isChannelsLast?"coords[2]":"coords[1]",s=this.isChannelsLast?"getX(batch, xRow, xCol, ch)":"getX(batch, ch, xRow, xCol)";return`
    ${y("index")} {
      let coords = getCoordsFromIndex(index);
      if(index < uniforms.size) {
        let batch = coords[0];
        let row = ${i};
        let col = ${r};
        let offsetY = (row / uniforms.outWidth) * uniforms.strides[0] - uniforms.pads[0];
        let xRow = offsetY + uniforms.dilations[0] * (col / uniforms.itemsPerBlockRow);
        var value = 0.0;
        if(xRow < uniforms.xShape[${t}] && xRow >= 0) {
          let offsetX = (row % uniforms.outWidth) * uniforms.strides[1] -
              uniforms.pads[1];
          let xCol = offsetX + uniforms.dilations[1] * ((col %
              uniforms.itemsPerBlockRow) / uniforms.inChannels);
          let ch = col % uniforms.inChannels;
          if(xCol < uniforms.xShape[${e}] && xCol >= 0) {
            value = ${s};
          }
        }
        setOutputAtIndex(index, value);
      }
    }
   `}};function Xt(o,t){let e=o.length;return e>=3?t?[...o.slice(0,-3),o[e-3]*o[e-2],o[e-1]]:[...o.slice(0,-3),o[e-3],o[e-2]*o[e-1]]:!t&&e===1&&o[0]>1?[o[0],1]:null}function hh({x:o,filter:t,convInfo:e,backend:i,bias:r=null,preluActivationWeights:s=null,leakyreluAlpha:n=0,activation:a=null}){let u=e.dataFormat==="channelsLast",p=!u,l=!1,c=u&&e.filterHeight===e.inHeight&&e.filterWidth===e.inWidth&&e.padInfo.type==="VALID",d=[],m,h;if(c){let x=e.inHeight*e.inWidth*e.inChannels;m=R({inputs:{x:o},backend:i,attrs:{shape:[1,e.batchSize,x]}}),h=R({inputs:{x:t},backend:i,attrs:{shape:[1,x,e.outChannels]}})}else m=R({inputs:{x:o},backend:i,attrs:{shape:u?[e.batchSize,e.inHeight*e.inWidth,e.inChannels]:[e.batchSize,e.inChannels,e.inHeight*e.inWidth]}}),h=R({inputs:{x:t},backend:i,attrs:{shape:[1,e.inChannels,e.outChannels]}});if(d.push(m),d.push(h),s!=null){let x=Xt(s.shape,u);x!=null&&(s=R({inputs:{x:s},backend:i,attrs:{shape:x}}),d.push(s))}if(r!=null){let x=Xt(r.shape,u);x!=null&&(r=R({inputs:{x:r},backend:i,attrs:{shape:x}}),d.push(r))}let g=Ie({a:u?m:h,b:u?h:m,transposeA:p,transposeB:l,backend:i,bias:r,activation:a,preluActivationWeights:s,leakyreluAlpha:n}),f=R({inputs:{x:g},backend:i,attrs:{shape:e.outShape}});d.push(g);for(let x of d)i.disposeData(x.dataId);return f}function fh({x:o,filter:t,convInfo:e,backend:i,bias:r=null,preluActivationWeights:s=null,leakyreluAlpha:n=0,activation:a=null}){let{filterWidth:u,filterHeight:p,inChannels:l,strideWidth:c,strideHeight:d,padInfo:m,outWidth:h,outHeight:g,dilationWidth:f,dilationHeight:x,dataFormat:C}=e,b=C==="channelsLast",v=u*p*l,k=g*h,P=b?[e.batchSize,k,v]:[e.batchSize,v,k],N=new qt(P,b),F=[{type:"int32",data:[m.top,m.left]},{type:"int32",data:[d,c]},{type:"int32",data:[x,f]},{type:"int32",data:[h]},{type:"int32",data:[l*u]},{type:"int32",data:[l]}],A=i.runWebGPUProgram(N,[o],o.dtype,F),M=[];M.push(A);let W=R({inputs:{x:t},backend:i,attrs:{shape:[1,v,-1]}});if(M.push(W),s!=null){let Y=Xt(s.shape,b);Y!=null&&(s=R({inputs:{x:s},backend:i,attrs:{shape:Y}}),M.push(s))}if(r!=null){let Y=Xt(r.shape,b);Y!=null&&(r=R({inputs:{x:r},backend:i,attrs:{shape:Y}}),M.push(r))}let G=Ie({a:b?A:W,b:b?W:A,transposeA:!b,transposeB:!1,backend:i,bias:r,activation:a,preluActivationWeights:s,leakyreluAlpha:n}),K=R({inputs:{x:G},backend:i,attrs:{shape:e.outShape}});M.push(G);for(let Y of M)i.disposeData(Y.dataId);return K}function Yt({x:o,filter:t,convInfo:e,backend:i,bias:r=null,preluActivationWeights:s=null,leakyreluAlpha:n=0,activation:a=null}){let u=r!=null,p=s!=null,l=e.dataFormat==="channelsLast",c=l&&e.filterHeight===e.inHeight&&e.filterWidth===e.inWidth&&e.padInfo.type==="VALID",d=Xr().getBool("WEBGPU_USE_NAIVE_CONV2D_DEBUG");if(!d&&(c||e.filterHeight===1&&e.filterWidth===1&&e.dilationHeight===1&&e.dilationWidth===1&&e.strideHeight===1&&e.strideWidth===1&&(e.padInfo.type==="SAME"||e.padInfo.type==="VALID")))return hh({x:o,filter:t,convInfo:e,backend:i,bias:r,activation:a,preluActivationWeights:s,leakyreluAlpha:n});let m=Xr().getNumber("WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL"),h=m>-1?m:i.thresholdToIncreaseWorkgroups,g=e.batchSize*Math.ceil(e.outHeight*e.outWidth/32)*Math.ceil(e.outChannels/32);if(Xr().getBool("WEBGPU_CONV_SEPARATE_IM2COL_SHADER")||g<=h)return fh({x:o,filter:t,convInfo:e,backend:i,bias:r,preluActivationWeights:s,leakyreluAlpha:n,activation:a});let f,x=[e.padInfo.top,e.padInfo.left],C=[{type:"int32",data:[e.filterHeight,e.filterWidth]},{type:"int32",data:[...x]},{type:"int32",data:[e.strideHeight,e.strideWidth]},{type:"int32",data:[e.dilationHeight,e.dilationWidth]}];if(d)f=new Kt(e,u,a,p);else{let P=l?e.outHeight*e.outWidth:e.outChannels,N=l?e.outChannels:e.outHeight*e.outWidth,F=e.filterHeight*e.filterWidth*e.inChannels;C.push({type:"int32",data:[P]},{type:"int32",data:[N]},{type:"int32",data:[F]});let A=i.adapterInfo.isIntel();f=new Ht(e,P,N,F,u,a,p,A)}let b=[],v=[o,t];u&&(!l&&r.shape.length===1&&(r=R({inputs:{x:r},backend:i,attrs:{shape:[r.shape[0],1,1]}}),b.push(r)),v.push(r)),p&&(!l&&s.shape.length===1&&(s=R({inputs:{x:s},backend:i,attrs:{shape:[s.shape[0],1,1]}}),b.push(s)),v.push(s)),a==="leakyrelu"&&(C.push({type:"float32",data:[n]}),f.uniforms+=" alpha : f32,");let k=i.runWebGPUProgram(f,v,o.dtype,C);for(let P of b)i.disposeData(P.dataId);return k}function xh(o){let{inputs:t,attrs:e,backend:i}=o,{x:r,filter:s}=t,{strides:n,pad:a,dataFormat:u,dilations:p,dimRoundingMode:l}=e,c=Xn.convertConv2DDataFormat(u),d=Xn.computeConv2DInfo(r.shape,s.shape,n,p,a,l,!1,c);return Yt({x:r,filter:s,convInfo:d,backend:i})}var Yn={kernelName:gh,backendName:"webgpu",kernelFunc:xh};import{backend_util as jn,Conv2DBackpropFilter as Ch}from"@tensorflow/tfjs-core";var jt=class{constructor(t){this.variableNames=["dy","W"],this.uniforms="filterDims : vec2<i32>, pads : vec2<i32>, strides : vec2<i32>, outBackprop : vec4<i32>,",this.workgroupSize=[64,1,1],this.size=!1,this.isVec4=!1,this.workPerThread=1,this.outputShape=t.inShape,this.isChannelsLast=t.dataFormat==="channelsLast",this.isVec4=this.isChannelsLast&&t.outChannels%4===0&&t.inChannels%4===0,this.isVec4?(this.workPerThread=2,this.outputComponent=4,this.workgroupSize=[4,4,4],this.dispatchLayout={x:[3],y:[2],z:[0,1]},this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize,[4,this.workPerThread,1])):(this.size=!0,this.workPerThread=1,this.workgroupSize=[64,1,1],this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize)),this.shaderKey=`conv2DDerInput_${this.isChannelsLast}_${this.isVec4}_${this.workPerThread}`}getUserCode(){let t=this.isChannelsLast?1:2,e=this.isChannelsLast?2:3,i=this.isChannelsLast?3:1,r=`
    ${y()} {
      let batch = i32(globalId.z) / uniforms.outShape[1];
      let r = i32(globalId.z) % uniforms.outShape[1];
      let c = i32(globalId.y) * ${this.workPerThread};
      let d1 = i32(globalId.x) * 4;

      let dyCorner = vec2<i32>(r, c) - uniforms.pads;

      // Convolve dy(?, ?, d2) with w(:, :, d1, d2) to compute dx(xR, xC, d1).
      // ? = to be determined. : = across all values in that axis.
      var dotProd: array<vec4<f32>, ${this.workPerThread}>;
      for (var i = 0; i < ${this.workPerThread}; i++) {
        dotProd[i] = vec4<f32>(0.0);
      }
      for (var wR = 0; wR < uniforms.filterDims.x; wR = wR + 1) {
        let dyR = f32(dyCorner.x + wR) / f32(uniforms.strides.x);
        let wRPerm = uniforms.filterDims.x - 1 - wR;
        if (dyR < 0.0 || dyR >= f32(uniforms.outBackprop[1]) ||
            fract(dyR) > 0.0) {
          continue;
        }
        let idyR = i32(dyR);

        for (var wC = 0; wC < uniforms.filterDims.y; wC = wC + 1) {
          let dyC = f32(dyCorner.y + wC) / f32(uniforms.strides.y);
          let dyC2 = f32(dyCorner.y + 1 + wC) / f32(uniforms.strides.y);
          let wCPerm = uniforms.filterDims.y - 1 - wC;
          var bDyCVal = true;
          var bDyCVal2 = true;
          if (dyC < 0.0 || dyC >= f32(uniforms.outBackprop[2]) ||
              fract(dyC) > 0.0) {
            bDyCVal = false;
          }
          if (dyC2 < 0.0 || dyC2 >= f32(uniforms.outBackprop[2]) ||
              fract(dyC2) > 0.0) {
            bDyCVal2 = false;
          }

          let idyC = i32(dyC);
          let idyC2 = i32(dyC2);
          if (bDyCVal && bDyCVal2) {
            let d2Length = uniforms.outBackprop[3];
            for (var d2 = 0; d2 < d2Length; d2 = d2 + 4) {
              let wValue0 = getW(wRPerm, wCPerm, d1, d2);
              let wValue1 = getW(wRPerm, wCPerm, d1 + 1, d2);
              let wValue2 = getW(wRPerm, wCPerm, d1 + 2, d2);
              let wValue3 = getW(wRPerm, wCPerm, d1 + 3, d2);
              var xValue =  getDy(batch, idyR, idyC, d2);
              let tmpval = vec4<f32>(dot(xValue, wValue0),
                                     dot(xValue, wValue1),
                                     dot(xValue, wValue2),
                                     dot(xValue, wValue3));
              dotProd[0] = dotProd[0] + tmpval;
              xValue = getDy(batch, idyR, idyC2, d2);
              dotProd[1] = dotProd[1] + vec4<f32>(dot(xValue, wValue0),
                                                  dot(xValue, wValue1),
                                                  dot(xValue, wValue2),
                                                  dot(xValue, wValue3));
            }
          } else if (bDyCVal) {
            let d2Length = uniforms.outBackprop[3];
            for (var d2 = 0; d2 < d2Length; d2 = d2 + 4) {
              let wValue0 = getW(wRPerm, wCPerm, d1, d2);
              let wValue1 = getW(wRPerm, wCPerm, d1 + 1, d2);
              let wValue2 = getW(wRPerm, wCPerm, d1 + 2, d2);
              let wValue3 = getW(wRPerm, wCPerm, d1 + 3, d2);
              var xValue =  getDy(batch, idyR, idyC, d2);
              let tmpval = vec4<f32>(dot(xValue, wValue0),
                                     dot(xValue, wValue1),
                                     dot(xValue, wValue2),
                                     dot(xValue, wValue3));
              dotProd[0] = dotProd[0] + tmpval;
            }
          } else if (bDyCVal2) {
            let d2Length = uniforms.outBackprop[3];
            for (var d2 = 0; d2 < d2Length; d2 = d2 + 4) {
              let wValue0 = getW(wRPerm, wCPerm, d1, d2);
              let wValue1 = getW(wRPerm, wCPerm, d1 + 1, d2);
              let wValue2 = getW(wRPerm, wCPerm, d1 + 2, d2);
              let wValue3 = getW(wRPerm, wCPerm, d1 + 3, d2);
              var xValue =  getDy(batch, idyR, idyC2, d2);
              let tmpval = vec4<f32>(dot(xValue, wValue0),
                                     dot(xValue, wValue1),
                                     dot(xValue, wValue2),
                                     dot(xValue, wValue3));
              dotProd[1] = dotProd[1] + tmpval;
            }
          }
        }
      }

      for (var i = 0; i < ${this.workPerThread}; i = i + 1) {
        let coords = vec4<i32>(batch, r, c + i, d1);
        if (coordsInBounds4D(coords, uniforms.outShape)) {
          setOutputAtCoords(coords[0], coords[1], coords[2], coords[3], dotProd[i]);
        }
      }
    }
    `;return this.isVec4?`
    ${r}
    `:`
    ${y("index")} {
      if(index < uniforms.size) {
        let coords = getCoordsFromIndex(index);
        let batch = coords[0];
        let d1 = coords[${i}];

        let dyCorner = vec2<i32>(coords[${t}], coords[${e}]) - uniforms.pads;
        let dyRCorner = dyCorner.x;
        let dyCCorner = dyCorner.y;

        // Convolve dy(?, ?, d2) with w(:, :, d1, d2) to compute dx(xR, xC, d1).
        // ? = to be determined. : = across all values in that axis.
        var dotProd = 0.0;
        for (var wR = 0; wR < uniforms.filterDims.x; wR = wR + 1) {
          let dyR = (f32(dyRCorner) + f32(wR)) / f32(uniforms.strides.x);
          let wRPerm = uniforms.filterDims.x - 1 - wR;
          if (dyR < 0.0 || dyR >= f32(uniforms.outBackprop[1]) || fract(dyR) > 0.0 ||
              wRPerm < 0) {
            continue;
          }
          let idyR = i32(dyR);

          for (var wC = 0; wC < uniforms.filterDims.y; wC = wC + 1) {
            let dyC = (f32(dyCCorner) + f32(wC)) / f32(uniforms.strides.y);
            let wCPerm = uniforms.filterDims.y - 1 - wC;
            if (dyC < 0.0 || dyC >= f32(uniforms.outBackprop[2]) ||
                fract(dyC) > 0.0 || wCPerm < 0) {
              continue;
            }
            let idyC = i32(dyC);

            for (var d2 = 0; d2 < uniforms.outBackprop[3]; d2 = d2 + 1) {
              let xValue = ${this.isChannelsLast?"getDy(batch, idyR, idyC, d2)":"getDy(batch, d2, idyR, idyC)"};
              let wValue = getW(wRPerm, wCPerm, d1, d2);
              dotProd = dotProd + xValue * wValue;
            }
          }
        }
        setOutputAtIndex(index, dotProd);
      }
    }
  `}},Qt=class{constructor(t){this.variableNames=["x","dy"],this.uniforms="pads : vec2<i32>, strides : vec2<i32>, batchSize : i32, outHeight : i32, outWidth : i32, inHeight : i32, inWidth : i32,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t.filterShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.isChannelsLast=t.dataFormat==="channelsLast",this.shaderKey=`conv2DDerFilter_${this.isChannelsLast}`}getUserCode(){return`
    ${y("index")} {
      if(index < uniforms.size) {
        let coords = getCoordsFromIndex(index);
        let wR = coords[0];
        let wC = coords[1];
        let d1 = coords[2];
        let d2 = coords[3];

        // Convolve x(?, ?, d1) with dy(:, :, d2) to get dw(wR, wC, d1, d2).
        // ? = to be determined. : = across all values in that axis.
        var dotProd = 0.0;
        for (var b = 0; b < uniforms.batchSize; b = b + 1) {
          for (var yR = 0; yR < uniforms.outHeight; yR = yR + 1) {
            let xR = wR + yR * uniforms.strides[0] - uniforms.pads[0];
            if (xR < 0 || xR >= uniforms.inHeight) {
              continue;
            }

            for (var yC = 0; yC < uniforms.outWidth; yC = yC + 1) {
              let xC = wC + yC * uniforms.strides[1] - uniforms.pads[1];

              if (xC < 0 || xC >= uniforms.inWidth) {
                continue;
              }

              if (${this.isChannelsLast}) {
                let dyValue = getDy(b, yR, yC, d2);
                let xValue = getX(b, xR, xC, d1);
                dotProd = dotProd + xValue * dyValue;
              } else {
                let dyValue = getDy(b, d2, yR, yC);
                let xValue = getX(b, d1, xR, xC);
                dotProd = dotProd + xValue * dyValue;
              }
            }
          }
        }
        setOutputAtIndex(index, dotProd);
      }
    }
  `}},Zt=class{constructor(t){this.variableNames=["x","dy"],this.uniforms=`pads : vec3<i32>, strides : vec3<i32>, batchSize : i32, outDepth : i32,
       outHeight : i32, outWidth : i32, inDepth : i32, inHeight : i32, inWidth : i32,`,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t.filterShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="conv3DDerFilter"}getUserCode(){return`
    ${y("index")} {
      if(index < uniforms.size) {
        let coords = getCoordsFromIndex(index);
        let wF = coords.x;
        let wR = coords.y;
        let wC = coords.z;
        let d1 = coords.w;
        let d2 = coords.u;

        var dotProd = 0.0;
        for (var b = 0; b < uniforms.batchSize; b++) {
          for (var yF = 0; yF < uniforms.outDepth; yF++) {
            let xF = wF + yF * uniforms.strides[0] - uniforms.pads[0];
            if (xF < 0 || xF >= uniforms.inDepth) {
              continue;
            }

            for (var yR = 0; yR < uniforms.outHeight; yR++) {
              let xR = wR + yR * uniforms.strides[1] - uniforms.pads[1];
              if (xR < 0 || xR >= uniforms.inHeight) {
                continue;
              }

              for (var yC = 0; yC < uniforms.outWidth; yC++) {
                let xC = wC + yC * uniforms.strides[2] - uniforms.pads[2];
                if (xC < 0 || xC >= uniforms.inWidth) {
                  continue;
                }

                let dyValue = getDy(b, yF, yR, yC, d2);
                let xValue = getX(b, xF, xR, xC, d1);
                dotProd += xValue * dyValue;
              }
            }
          }
        }
        setOutputAtIndex(index, dotProd);
      }
    }
  `}},Jt=class{constructor(t){this.variableNames=["dy","W"],this.uniforms=`filterDims : vec3<i32>, pads : vec3<i32>, strides : vec3<i32>,
      outDepth : i32, outHeight : i32, outWidth : i32, outChannels : i32,`,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t.inShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="conv3DDerInput"}getUserCode(){return`
    ${y("index")} {
      if(index < uniforms.size) {
        let coords = getCoordsFromIndex(index);
        let batch = coords.x;
        let d1 = coords.u;

        let dyCorner = vec3<i32>(coords.y, coords.z, coords.w) - uniforms.pads;
        let dyFCorner = dyCorner.x;
        let dyRCorner = dyCorner.y;
        let dyCCorner = dyCorner.z;

        var dotProd = 0.0;
        for (var wF = 0; wF < uniforms.filterDims[0]; wF++) {
          let dyF = f32(dyFCorner + wF) / f32(uniforms.strides[0]);
          if (dyF < 0.0 || dyF >= f32(uniforms.outDepth) || fract(dyF) > 0.0) {
            continue;
          }
          let idyF = i32(dyF);

          let wFPerm = uniforms.filterDims[0] - 1 - wF;

          for (var wR = 0; wR < uniforms.filterDims[1]; wR++) {
            let dyR = f32(dyRCorner + wR) / f32(uniforms.strides[1]);

            if (dyR < 0.0 || dyR >= f32(uniforms.outHeight) || fract(dyR) > 0.0) {
              continue;
            }
            let idyR = i32(dyR);

            let wRPerm = uniforms.filterDims[1] - 1 - wR;

            for (var wC = 0; wC < uniforms.filterDims[2]; wC++) {
              let dyC = f32(dyCCorner + wC) / f32(uniforms.strides[2]);

              if (dyC < 0.0 || dyC >= f32(uniforms.outWidth) || fract(dyC) > 0.0) {
                continue;
              }
              let idyC = i32(dyC);

              let wCPerm = uniforms.filterDims[2] - 1 - wC;

              for (var d2 = 0; d2 < uniforms.outChannels; d2++) {
                let xValue = getDy(batch, idyF, idyR, idyC, d2);
                let wValue = getW(wFPerm, wRPerm, wCPerm, d1, d2);
                dotProd += xValue * wValue;
              }
            }
          }
        }
        setOutputAtIndex(index, dotProd);
      }
    }
  `}};function yh(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,dy:s}=t,{strides:n,pad:a,dataFormat:u,dimRoundingMode:p,filterShape:l}=i,c=jn.convertConv2DDataFormat(u),d=jn.computeConv2DInfo(r.shape,l,n,1,a,p,!1,c),m=new Qt(d),h=[{type:"int32",data:[d.padInfo.top,d.padInfo.left]},{type:"int32",data:[d.strideHeight,d.strideWidth]},{type:"int32",data:[d.batchSize]},{type:"int32",data:[d.outHeight]},{type:"int32",data:[d.outWidth]},{type:"int32",data:[d.inHeight]},{type:"int32",data:[d.inWidth]}];return e.runWebGPUProgram(m,[r,s],r.dtype,h)}var Qn={kernelName:Ch,backendName:"webgpu",kernelFunc:yh};import{backend_util as Zn,Conv2DBackpropInput as bh,env as Ih}from"@tensorflow/tfjs-core";import{util as Sh}from"@tensorflow/tfjs-core";function wh(o=4){let t=s=>{switch(s){case 1:return"return W[getIndexFromCoords4D(coord, uniforms.wShape)];";case 4:return`
            let coord1 = vec4<i32>(coordX, coordY, col + 1, rowInner);
            let coord2 = vec4<i32>(coordX, coordY, col + 2, rowInner);
            let coord3 = vec4<i32>(coordX, coordY, col + 3, rowInner);
            let v0 = W[getIndexFromCoords4D(coord, uniforms.wShape)];
            let v1 = W[getIndexFromCoords4D(coord1, uniforms.wShape)];
            let v2 = W[getIndexFromCoords4D(coord2, uniforms.wShape)];
            let v3 = W[getIndexFromCoords4D(coord3, uniforms.wShape)];
            return vec4<f32>(v0, v1, v2, v3);
            `;default:throw new Error(`innerElementSize ${s} is not supported.`)}},i=`if (row < uniforms.dimAOuter && col < uniforms.dimInner) {
        ${`
      let outRow = row / uniforms.outShape[2];
      let outCol = row % uniforms.outShape[2];

      let WRow = col / (uniforms.filterDims[1] * uniforms.outBackprop[3]);
      let WCol = col / uniforms.outBackprop[3] % uniforms.filterDims[1];
      let xR = f32(outRow - uniforms.pads[0] + WRow) / f32(uniforms.strides[0]);
      let xC = f32(outCol - uniforms.pads[1] + WCol) / f32(uniforms.strides[1]);
      if (xR < 0.0 || xR >= f32(uniforms.outBackprop[1]) || fract(xR) > 0.0) {
        return ${z(o)}(0.0);
      }
      if (xC < 0.0 || xC >= f32(uniforms.outBackprop[2]) || fract(xC) > 0.0) {
        return ${z(o)}(0.0);
      }
      let coord = vec4<i32>(
          batch,
          i32(xR),
          i32(xC),
          col % uniforms.outBackprop[3]);
      return x[getIndexFromCoords4D(coord, uniforms.xShape)/${o}];`}
      }
      return ${z(o)}(0.0);`;return`
  fn mm_readA(batch: i32, row : i32, col : i32) -> ${z(o)} {
    ${i}
  }

  fn mm_readB(batch: i32, row : i32, col : i32) -> ${z(o)} {
    let coordX = uniforms.filterDims.x - 1 -
        row / (uniforms.filterDims[1] * uniforms.outBackprop[3]);
    let coordY = uniforms.filterDims.y - 1 -
        (row / uniforms.outBackprop[3]) % uniforms.filterDims[1];
    if (row < uniforms.dimInner && col < uniforms.dimBOuter &&
        coordX >= 0 && coordY >= 0) {
      let rowInner = row % uniforms.outBackprop[3];
      let coord = vec4<i32>(coordX, coordY, col, rowInner);
      ${t(o)}
    }
    return ${z(o)}(0.0);
  }

  fn mm_write(batch: i32, row : i32, col : i32, valueInput : ${z(o)}) {
    if (row < uniforms.dimAOuter && col < uniforms.dimBOuter) {
      var value = valueInput;
      let outCoord = vec4<i32>(
          batch,
          row / uniforms.outShape[2],
          row % uniforms.outShape[2],
          col);
      result[getIndexFromCoords4D(outCoord, uniforms.outShape)/${o}] = value;
    }
  }`}var eo=class{constructor(t){this.variableNames=["x","W"],this.uniforms="filterDims : vec2<i32>, pads : vec2<i32>, strides : vec2<i32>, outBackprop : vec4<i32>, dimAOuter : i32, dimBOuter : i32, dimInner : i32,",this.outputShape=t.inShape,Sh.assert(t.dataFormat==="channelsLast",()=>"TODO: NCHW is unimplemented"),this.isVec4=t.inChannels%4===0&&t.outChannels%4===0,this.dispatchLayout={x:[3],y:[1,2],z:[0]},this.workgroupSize=Ge(this.dispatchLayout,this.outputShape,this.isVec4),this.elementsPerThread=He(this.dispatchLayout,this.outputShape,this.isVec4),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize,this.elementsPerThread),this.isVec4&&(this.outputComponent=4,this.variableComponents=[4,1]),this.shaderKey=`conv2DDerInputMM_${this.isVec4}_${this.elementsPerThread}`}getUserCode(){let t=this.isVec4?we(this.elementsPerThread,this.workgroupSize):be(this.elementsPerThread,this.workgroupSize);return`
    ${wh(this.isVec4?4:1)}
    ${t}
    `}};function vh(o){let{inputs:t,backend:e,attrs:i}=o,{dy:r,filter:s}=t,{inputShape:n,strides:a,pad:u,dataFormat:p,dimRoundingMode:l}=i,c=Zn.convertConv2DDataFormat(p),d=Zn.computeConv2DInfo(n,s.shape,a,1,u,l,!1,c),m=[{type:"int32",data:[d.filterHeight,d.filterWidth]},{type:"int32",data:[d.filterHeight-1-d.padInfo.top,d.filterWidth-1-d.padInfo.left]},{type:"int32",data:[d.strideHeight,d.strideWidth]},{type:"int32",data:[d.batchSize,d.outHeight,d.outWidth,d.outChannels]}],h;if(Ih().getBool("WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE")||d.dataFormat!=="channelsLast")h=new jt(d);else{h=new eo(d);let g=d.inHeight*d.inWidth,f=d.inChannels,x=d.filterHeight*d.filterWidth*d.outChannels;m.push({type:"uint32",data:[g]},{type:"uint32",data:[f]},{type:"uint32",data:[x]})}return e.runWebGPUProgram(h,[r,s],"float32",m)}var Jn={kernelName:bh,backendName:"webgpu",kernelFunc:vh};import{backend_util as kh,Conv3D as Rh,upcastType as Dh}from"@tensorflow/tfjs-core";var to=class{constructor(t){this.variableNames=["x","W"],this.uniforms="filterDims: vec3<i32>, pads: vec3<i32>, strides: vec3<i32>, dilations: vec3<i32>,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t.outShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="conv3dnaive"}getUserCode(){return`
    ${y("index")} {
      if (index < uniforms.size) {
        let coords = getOutputCoords();
        let batch = coords.x;
        let d2 = coords.u;

        let xFRCCorner = vec3<i32>(coords.y, coords.z, coords.w) * uniforms.strides - uniforms.pads;
        let xFCorner = xFRCCorner.x;
        let xRCorner = xFRCCorner.y;
        let xCCorner = xFRCCorner.z;

        let inputDepthNearestVec4 = (uniforms.xShape.u / 4) * 4;
        let inputDepthVec4Remainder = uniforms.xShape.u % 4;

        var dotProd = 0.0;
        for (var wF = 0; wF < uniforms.filterDims[0]; wF++) {
          let xF = xFCorner + wF * uniforms.dilations[0];
          if (xF < 0 || xF >= uniforms.xShape.y) {
            continue;
          }

          for (var wR = 0; wR < uniforms.filterDims[1]; wR++) {
            let xR = xRCorner + wR * uniforms.dilations[1];
            if (xR < 0 || xR >= uniforms.xShape.z) {
              continue;
            }

            for (var wC = 0; wC < uniforms.filterDims[2]; wC++) {
              let xC = xCCorner + wC * uniforms.dilations[2];
              if (xC < 0 || xC >= uniforms.xShape.w) {
                continue;
              }

              for (var d1 = 0; d1 < inputDepthNearestVec4; d1 += 4) {
                let xValues = vec4<f32>(
                  getX(batch, xF, xR, xC, d1),
                  getX(batch, xF, xR, xC, d1 + 1),
                  getX(batch, xF, xR, xC, d1 + 2),
                  getX(batch, xF, xR, xC, d1 + 3)
                );
                let wValues = vec4<f32>(
                  getW(wF, wR, wC, d1, d2),
                  getW(wF, wR, wC, d1 + 1, d2),
                  getW(wF, wR, wC, d1 + 2, d2),
                  getW(wF, wR, wC, d1 + 3, d2)
                );

                dotProd += dot(xValues, wValues);
              }

              if (inputDepthVec4Remainder == 1) {
                dotProd += getX(batch, xF, xR, xC, inputDepthNearestVec4) *
                  getW(wF, wR, wC, inputDepthNearestVec4, d2);
              } else if (inputDepthVec4Remainder == 2) {
                let xValues = vec2<f32>(
                  getX(batch, xF, xR, xC, inputDepthNearestVec4),
                  getX(batch, xF, xR, xC, inputDepthNearestVec4 + 1)
                );
                let wValues = vec2<f32>(
                  getW(wF, wR, wC, inputDepthNearestVec4, d2),
                  getW(wF, wR, wC, inputDepthNearestVec4 + 1, d2)
                );
                dotProd += dot(xValues, wValues);
              } else if (inputDepthVec4Remainder == 3) {
                let xValues = vec3<f32>(
                  getX(batch, xF, xR, xC, inputDepthNearestVec4),
                  getX(batch, xF, xR, xC, inputDepthNearestVec4 + 1),
                  getX(batch, xF, xR, xC, inputDepthNearestVec4 + 2)
                );
                let wValues = vec3<f32>(
                  getW(wF, wR, wC, inputDepthNearestVec4, d2),
                  getW(wF, wR, wC, inputDepthNearestVec4 + 1, d2),
                  getW(wF, wR, wC, inputDepthNearestVec4 + 2, d2)
                );
                dotProd += dot(xValues, wValues);
              }
            }
          }
        }
        setOutputAtIndex(index, dotProd);
      }
    }`}};function Ph(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,filter:s}=t,{strides:n,pad:a,dilations:u}=i,p=kh.computeConv3DInfo(r.shape,s.shape,n,u,a),l=[p.padInfo.front,p.padInfo.top,p.padInfo.left],c=[{type:"int32",data:[p.filterDepth,p.filterHeight,p.filterWidth]},{type:"int32",data:[...l]},{type:"int32",data:[p.strideDepth,p.strideHeight,p.strideWidth]},{type:"int32",data:[p.dilationDepth,p.dilationHeight,p.dilationWidth]}],d=new to(p),m=Dh(r.dtype,s.dtype);return e.runWebGPUProgram(d,[r,s],m,c)}var ea={kernelName:Rh,backendName:"webgpu",kernelFunc:Ph};import{backend_util as $h,Conv3DBackpropFilterV2 as Nh}from"@tensorflow/tfjs-core";function Fh(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,dy:s}=t,{strides:n,pad:a,filterShape:u}=i,p=$h.computeConv3DInfo(r.shape,u,n,1,a),l=new Zt(p),c=[{type:"int32",data:[p.padInfo.front,p.padInfo.top,p.padInfo.left]},{type:"int32",data:[p.strideDepth,p.strideHeight,p.strideWidth]},{type:"int32",data:[p.batchSize]},{type:"int32",data:[p.outDepth]},{type:"int32",data:[p.outHeight]},{type:"int32",data:[p.outWidth]},{type:"int32",data:[p.inDepth]},{type:"int32",data:[p.inHeight]},{type:"int32",data:[p.inWidth]}];return e.runWebGPUProgram(l,[r,s],s.dtype,c)}var ta={kernelName:Nh,backendName:"webgpu",kernelFunc:Fh};import{backend_util as zh,Conv3DBackpropInputV2 as Ah}from"@tensorflow/tfjs-core";function Th(o){let{inputs:t,backend:e,attrs:i}=o,{dy:r,filter:s}=t,{strides:n,pad:a,inputShape:u}=i,p=zh.computeConv3DInfo(u,s.shape,n,1,a),l=new Jt(p),c=[{type:"int32",data:[p.filterDepth,p.filterHeight,p.filterWidth]},{type:"int32",data:[p.filterDepth-1-p.padInfo.front,p.filterHeight-1-p.padInfo.top,p.filterWidth-1-p.padInfo.left]},{type:"int32",data:[p.strideDepth,p.strideHeight,p.strideWidth]},{type:"int32",data:[p.outDepth]},{type:"int32",data:[p.outHeight]},{type:"int32",data:[p.outWidth]},{type:"int32",data:[p.outChannels]}];return e.runWebGPUProgram(l,[r,s],r.dtype,c)}var oa={kernelName:Ah,backendName:"webgpu",kernelFunc:Th};import{Cos as Eh}from"@tensorflow/tfjs-core";var Lh=$({opType:I.COS}),ra={kernelName:Eh,backendName:"webgpu",kernelFunc:Lh};import{Cosh as _h}from"@tensorflow/tfjs-core";var Bh=$({opType:I.COSH}),ia={kernelName:_h,backendName:"webgpu",kernelFunc:Bh};import{CropAndResize as Mh}from"@tensorflow/tfjs-core";var oo=class{constructor(t,e,i,r){this.variableNames=["Image","Boxes","BoxInd"],this.uniforms="extrapolationValue : f32,",this.workgroupSize=[64,1,1],this.size=!0;let[s]=e;this.outputShape=[s,i[0],i[1],t],this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.methodId=r==="bilinear"?1:0,this.cropHeightBiggerThan1=this.outputShape[1]>1,this.cropWidthBiggerThan1=this.outputShape[2]>1,this.shaderKey=`cropAndResize_${this.methodId}_${this.cropHeightBiggerThan1}_${this.cropWidthBiggerThan1}`}getUserCode(){let[t,e]=["f32(uniforms.imageShape[1] - 1)","f32(uniforms.imageShape[2] - 1)"],[i,r,s]=this.cropHeightBiggerThan1?[`(${t} / f32(uniforms.outShape[1] - 1))`,"(y2-y1) * height_ratio",`y1*${t} + f32(y)*(height_scale)`]:["0.0","0.0",`0.5 * (y1+y2) * ${t}`],[n,a,u]=this.cropWidthBiggerThan1?[`(${e} / f32(uniforms.outShape[2] - 1))`,"(x2-x1) * width_ratio",`x1*${e} + f32(x)*(width_scale)`]:["0.0","0.0",`0.5 * (x1+x2) * ${e}`];return`
    ${y("index")} {
      if (index < uniforms.size) {
        let coords = getCoordsFromIndex(index);
        let height_ratio = f32(${i});
        let width_ratio = f32(${n});
        let b = coords[0];
        let y = coords[1];
        let x = coords[2];
        let d = coords[3];
        // get box vals
        let y1 = getBoxes(b, 0);
        let x1 = getBoxes(b, 1);
        let y2 = getBoxes(b, 2);
        let x2 = getBoxes(b, 3);
        // get image in batch index
        let bInd = i32(round(getBoxInd(b)));
        if(bInd < 0 || bInd >= uniforms.outShape[0]) {
          return;
        }
        let height_scale = ${r};
        let width_scale = ${a};
        let in_y = ${s};
        if( in_y < 0.0 || in_y > ${t} ) {
          setOutputAtIndex(index, uniforms.extrapolationValue);
          return;
        }
        let in_x = ${u};
        if( in_x < 0.0 || in_x > ${e} ) {
          setOutputAtIndex(index, uniforms.extrapolationValue);
          return;
        }
        let sourceFracIndexCR = vec2<f32>(in_x,in_y);
        if(${this.methodId} == 1) {
          // Compute the four integer indices.
          let sourceFloorCR = vec2<i32>(sourceFracIndexCR);
          let sourceCeilCR = vec2<i32>(ceil(sourceFracIndexCR));
          let topLeft = getImage(bInd, sourceFloorCR.y, sourceFloorCR.x, d);
          let bottomLeft = getImage(bInd, sourceCeilCR.y, sourceFloorCR.x, d);
          let topRight = getImage(bInd, sourceFloorCR.y, sourceCeilCR.x, d);
          let bottomRight = getImage(bInd, sourceCeilCR.y, sourceCeilCR.x, d);
          let fracCR = sourceFracIndexCR - vec2<f32>(sourceFloorCR);
          let top = topLeft + (topRight - topLeft) * fracCR.x;
          let bottom = bottomLeft + (bottomRight - bottomLeft) * fracCR.x;
          let newValue = top + (bottom - top) * fracCR.y;
          setOutputAtIndex(index, newValue);
        } else {
          // Compute the coordinators of nearest neighbor point.
          let sourceNearestCR = vec2<i32>(floor(
            sourceFracIndexCR + vec2<f32>(0.5,0.5)));
          let newValue = getImage(
            bInd, sourceNearestCR.y, sourceNearestCR.x, d);
          setOutputAtIndex(index, newValue);
        }
      }
    }
    `}};var Uh=o=>{let{inputs:t,backend:e,attrs:i}=o,{image:r,boxes:s,boxInd:n}=t,{cropSize:a,method:u,extrapolationValue:p}=i,l=new oo(r.shape[3],s.shape,a,u),c=[{type:"float32",data:[p]}];return e.runWebGPUProgram(l,[r,s,n],"float32",c)},sa={kernelName:Mh,backendName:"webgpu",kernelFunc:Uh};import{Cumprod as Wh}from"@tensorflow/tfjs-core";var Pe;(function(o){o.Prod="*",o.Sum="+"})(Pe||(Pe={}));var st=class{constructor(t,e,i,r){this.variableNames=["x"],this.uniforms="index : f32,",this.size=!0,this.workgroupSize=[128,1,1],this.outputShape=e,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.exclusive=i,this.reverse=r,this.op=t,this.shaderKey=`cum_${this.op}_${this.exclusive}_${this.reverse}`}getUserCode(){let t=this.outputShape.length,e=this.op===Pe.Prod?"1.0":"0.0",i=this.exclusive?e:`getX(${na(t,"coords",this.op)})`,r=this.outputShape[this.outputShape.length-1],s="",n="";return this.exclusive?(s=this.reverse?`end != ${r-1}`:"end != 0",n=this.reverse?"end + 1":"end - 1"):(s=this.reverse?`end + pow2 < ${r}`:"end >= pow2",n=this.reverse?"end + pow2":"end - pow2"),`
      ${y("index")} {
       if (index < uniforms.size) {
         var coords = getCoordsFromIndex(index);

         let end = ${aa(t,"coords",this.op)};
         var val = ${i};
         let pow2 = i32(pow(2.0, uniforms.index));
         if (${s}) {
           let idx = ${n};
           ${aa(t,"coords",this.op)} = idx;
           val ${this.op}= getX(${na(t,"coords",this.op)});
         }
         setOutputAtIndex(index, val);
       }
      }
    `}};function na(o,t,e){if(o===1)return`${t}`;if(o===2)return`${t}.x, ${t}.y`;if(o===3)return`${t}.x, ${t}.y, ${t}.z`;if(o===4)return`${t}.x, ${t}.y, ${t}.z, ${t}.w`;throw Error(`Cumulative ${e} for rank ${o} is not yet supported`)}function aa(o,t,e){if(o===1)return`${t}`;if(o===2)return`${t}.y`;if(o===3)return`${t}.z`;if(o===4)return`${t}.w`;throw Error(`Cumulative ${e} for rank ${o} is not yet supported`)}import{backend_util as Yr}from"@tensorflow/tfjs-core";function ro(o,t,e,i,r,s){let n=t.shape.length,a=Yr.getAxesPermutation([i],n),u=t;a!=null&&(u=j({inputs:{x:t},backend:e,attrs:{perm:a}}));let p=Yr.getInnerMostAxes(1,n)[0];if(p!==n-1)throw new Error(`WebGPU cumprod shader expects an inner-most axis=${t.shape.length-1} but got axis=${i}`);let l=u.shape[p],c=U({inputs:{x:u},backend:e});for(let d=0;d<=Math.ceil(Math.log2(l))-1;d++){let m=new st(o,u.shape,!1,s),h=c,g=[{type:"float32",data:[d]}];c=e.runWebGPUProgram(m,[c],c.dtype,g),e.disposeData(h.dataId)}if(r){let d=new st(o,u.shape,r,s),m=c,h=[{type:"float32",data:[0]}];c=e.runWebGPUProgram(d,[c],c.dtype,h),e.disposeData(m.dataId)}if(a!=null){let d=Yr.getUndoAxesPermutation(a),m=j({inputs:{x:c},backend:e,attrs:{perm:d}});return e.disposeData(c.dataId),e.disposeData(u.dataId),m}return c}function Oh(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{axis:s,exclusive:n,reverse:a}=i;return ro(Pe.Prod,r,e,s,n,a)}var ua={kernelName:Wh,backendName:"webgpu",kernelFunc:Oh};import{Cumsum as Vh}from"@tensorflow/tfjs-core";function Gh(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{axis:s,exclusive:n,reverse:a}=i;return ro(Pe.Sum,r,e,s,n,a)}var pa={kernelName:Vh,backendName:"webgpu",kernelFunc:Gh};import{DenseBincount as Hh,util as Kh}from"@tensorflow/tfjs-core";function qh(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,weights:s}=t,{size:n,binaryOutput:a}=i,u=r.shape.length===1,l=Kh.sizeFromShape(s.shape)>0,c=s.dtype,d=u?[r.shape[0]]:[r.shape[0],r.shape[1]],m=u?[n]:[r.shape[0],n],h=B({backend:e,attrs:{shape:m,value:0,dtype:c}}),g=new Ee(d,l,a),f=[{type:"int32",data:[n]}],x=l?[r,s]:[r];return e.runWebGPUProgram(g,x,c,f,h)}var la={kernelName:Hh,backendName:"webgpu",kernelFunc:qh};import{DepthToSpace as Xh}from"@tensorflow/tfjs-core";var io=class{constructor(t,e){this.variableNames=["x"],this.workgroupSize=[64,1,1],this.size=!0,this.uniforms="blockSize : i32,",this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey=`depthToSpace_${e}`,this.dataFormat=e}getUserCode(){return`
      ${y("index")} {
        if (index < uniforms.size) {
          let coords = getCoordsFromIndex(index);
          let b = coords[0];
          let h = ${this.getHeightCoordString()};
          let w = ${this.getWidthCoordString()};
          let d = ${this.getDepthCoordString()};

          let in_h = h / uniforms.blockSize;
          let offset_h = h % uniforms.blockSize;
          let in_w = w / uniforms.blockSize;
          let offset_w = w % uniforms.blockSize;
          let offset_d = (offset_h * uniforms.blockSize + offset_w) *
            ${this.getOutputDepthSize()};
          let in_d = d + offset_d;

          let rlt = ${this.getInputSamplingString()};
          setOutputAtIndex(index, rlt);
        }
      }`}getHeightCoordString(){return this.dataFormat==="NHWC"?"coords[1]":"coords[2]"}getWidthCoordString(){return this.dataFormat==="NHWC"?"coords[2]":"coords[3]"}getDepthCoordString(){return this.dataFormat==="NHWC"?"coords[3]":"coords[1]"}getOutputDepthSize(){return this.dataFormat==="NHWC"?"uniforms.outShape[3]":"uniforms.outShape[1]"}getInputSamplingString(){return this.dataFormat==="NHWC"?"getX(b, in_h, in_w, in_d)":"getX(b, in_d, in_h, in_w)"}};function Yh(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{blockSize:s,dataFormat:n}=i,a=r.shape[0],u=n==="NHWC"?r.shape[1]:r.shape[2],p=n==="NHWC"?r.shape[2]:r.shape[3],l=n==="NHWC"?r.shape[3]:r.shape[1],c=u*s,d=p*s,m=l/(s*s),h=n==="NHWC"?[a,c,d,m]:[a,m,c,d],g=[{type:"int32",data:[s]}],f=new io(h,n);return e.runWebGPUProgram(f,[r],r.dtype,g)}var ca={kernelName:Xh,backendName:"webgpu",kernelFunc:Yh};import{backend_util as da,DepthwiseConv2dNative as Qh}from"@tensorflow/tfjs-core";var so=class{constructor(t,e,i,r=!1,s=null,n=!1){this.variableNames=["x","W"],this.uniforms="pads : vec2<i32>, inDims : vec2<i32>,",this.workgroupSize=[16,16,1],this.outputShape=t,this.dispatchLayout={x:[3],y:[2],z:[0,1]},this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),r&&this.variableNames.push("bias"),n&&this.variableNames.push("preluActivationWeights"),this.addBias=r,this.activation=s,this.hasPreluActivation=n,this.filterHeight=e,this.filterWidth=i,this.shaderKey=`depthwiseNCHW_${this.activation}_${this.filterHeight}_${this.filterWidth}`}getUserCode(){let t=this.filterWidth*this.filterHeight,e=this.workgroupSize[0]*this.workgroupSize[1]*this.workgroupSize[2],i=this.workgroupSize[1]+this.filterHeight-1,r=this.workgroupSize[0]+this.filterWidth-1;return`
      ${q(this.activation,this.hasPreluActivation,!1,4)}

      var<workgroup> mm_Asub : array<array<f32, ${r}>, ${i}>;
      var<workgroup> mm_Bsub : array<array<f32, ${this.filterWidth}>, ${this.filterHeight}>;
      fn readX(batch : i32, channel : i32, row : i32, col : i32) -> f32 {
        var value = 0.0;
        if (row >=0 && row < uniforms.inDims[0] && col >=0 && col < uniforms.inDims[1])
        {
          value = getX(batch, channel, row, col);
        }
        return value;
      }

      ${y()} {
        let coords = getOutputCoords();
        let batch = coords[0];
        let xRCCorner = vec2<i32>(coords.zw) - uniforms.pads;
        let channelMul = uniforms.wShape[3];
        let d1 = coords[1] / channelMul;
        let q = coords[1] % channelMul;

        let inputRowStart = xRCCorner.x;
        let inputColStart = xRCCorner.y;

        let localRow = i32(localId.y);
        let localCol = i32(localId.x);

        // Load one tile of X into local memory.
        for (var inputRow = localRow; inputRow < ${i}; inputRow = inputRow + ${this.workgroupSize[1]}) {
          for (var inputCol = localCol; inputCol < ${r}; inputCol = inputCol + ${this.workgroupSize[0]}) {
            let rowOffset = inputRow - localRow;
            let colOffset = inputCol - localCol;
            mm_Asub[inputRow][inputCol] = readX(batch, d1, inputRowStart + rowOffset, inputColStart + colOffset);
          }
        }

        // Load one tile of W into local memory.
        var wIndex = i32(localIndex);
        ${t<e?`if (wIndex < ${t})`:`for(; wIndex < ${t}; wIndex = wIndex + ${e})`}

        {
          let wRow = wIndex / ${this.filterWidth};
          let wCol = wIndex % ${this.filterWidth};
          mm_Bsub[wRow][wCol] = getW(wRow, wCol, d1, q);
        }

        workgroupBarrier();

        var value = 0.0;
        for (var wR = 0; wR < ${this.filterHeight}; wR = wR + 1) {
          for (var wC = 0; wC < ${this.filterWidth}; wC = wC + 1) {
            let xVal = mm_Asub[localRow + wR][localCol + wC];
            let wVal = mm_Bsub[wR][wC];
            value = fma(xVal, wVal, value);
          }
        }
        ${J(this.addBias,this.activation)}
        if (coordsInBounds4D(coords, uniforms.outShape)) {
          setOutputAtCoords(coords[0], coords[1], coords[2], coords[3], value);
        }
      }
    `}};import{util as jh}from"@tensorflow/tfjs-core";var _e=class{constructor(t,e=!1,i=null,r=!1){this.variableNames=["x","W"],this.uniforms="pads : vec2<i32>, inDims : vec2<i32>, virtualWidth : i32,",this.workgroupSize=[64,1,1],this.workPerThread=4,this.outputComponent=4,this.outputShape=t.outShape,this.virtualWidth=Math.ceil(this.outputShape[2]/this.workPerThread)*this.workPerThread;let s=[this.outputShape[0],this.outputShape[1],this.virtualWidth,this.outputShape[3]];this.dispatchLayout=w(s),this.dispatch=S(this.dispatchLayout,s,this.workgroupSize,[this.outputComponent*this.workPerThread,1,1]),jh.assert(t.dataFormat==="channelsLast",()=>"TODO: NCHW is unimplemented"),e&&this.variableNames.push("bias"),r&&this.variableNames.push("preluActivationWeights"),this.convInfo=t,this.addBias=e,this.activation=i,this.hasPreluActivation=r,this.shaderKey=`depthwiseVec4_${i}_${this.convInfo.filterHeight}_${this.convInfo.filterWidth}_${this.convInfo.strideHeight}_${this.convInfo.strideWidth}_${this.workPerThread}`}getUserCode(){let t=(this.workPerThread-1)*this.convInfo.strideWidth+this.convInfo.filterWidth,e=this.convInfo.strideHeight,i=this.convInfo.strideWidth;return`
      ${q(this.activation,this.hasPreluActivation,!0,4)}
      fn readX(batch : i32, row : i32, col : i32, channel : i32) -> vec4<f32> {
        var value = vec4<f32>(0.0);
        if (col >=0 && col < uniforms.inDims[1]) {
          value = getX(batch, row, col, channel);
        }
        return value;
      }

      ${y("index")} {
        let width0 = uniforms.outShape[3] / ${this.outputComponent};
        let d1 = (index % width0) * ${this.outputComponent};
        var index1 = index / width0;
        let width1 = uniforms.virtualWidth / ${this.workPerThread};
        let c = (index1 % width1) * ${this.workPerThread};
        index1 = index1 / width1;
        let r = index1 % uniforms.outShape[1];
        let batch = index1 / uniforms.outShape[1];

        let xRCCorner = vec2<i32>(r, c) * vec2<i32>(${e}, ${i}) - uniforms.pads;

        let xRCorner = xRCCorner.x;
        let xCCorner = xRCCorner.y;
        var xVals : array<vec4<f32>, ${t}>;
        var dotProd : array<vec4<f32>, ${this.workPerThread}>;
        for (var i = 0; i < ${this.workPerThread}; i++) {
          dotProd[i] = vec4<f32>(0.0);
        }

        // Use constant instead of uniform can give better performance.
        for (var wR = 0; wR < ${this.convInfo.filterHeight}; wR = wR + 1) {
          let xR = xRCorner + wR;
          if (xR >=0 && xR < uniforms.inDims[0]) {
            for (var i = 0; i < ${t}; i++) {
              xVals[i] = readX(batch, xR, xCCorner + i, d1);
            }
            for (var wC = 0; wC < ${this.convInfo.filterWidth}; wC = wC + 1) {
              let wValue = getW(wR, wC, d1, 0);
              for (var i = 0; i < ${this.workPerThread}; i++) {
                dotProd[i] = fma(xVals[i * ${i} + wC], wValue, dotProd[i]);
              }
            }
          }
        }

        for (var i = 0; i < ${this.workPerThread}; i = i + 1) {
          let coords = vec4<i32>(batch, r, c + i, d1);
          if (coordsInBounds4D(coords, uniforms.outShape)) {
            var value = dotProd[i];
            ${J(this.addBias,this.activation)}
            setOutputAtCoords(coords[0], coords[1], coords[2], coords[3], value);
          }
        }
      }
    `}};var Be=class{constructor(t,e=!1,i=null,r=!1){this.variableNames=["x","W"],this.uniforms=`pads : vec2<i32>, inDims : vec2<i32>, filterHeight : i32,
      filterWidth : i32, strides : vec2<i32>, dilations : vec2<i32>,`,this.workgroupSize=[256,1,1],this.size=!0,this.outputShape=t.outShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.isChannelsLast=t.dataFormat==="channelsLast",e&&this.variableNames.push("bias"),r&&this.variableNames.push("preluActivationWeights"),this.convInfo=t,this.addBias=e,this.activation=i,this.hasPreluActivation=r,this.shaderKey=`depthwise_${this.activation}_${this.isChannelsLast}`}getUserCode(){let t=this.isChannelsLast?"getX(batch, xR, xC, d1);":"getX(batch, d1, xR, xC);";return`
      ${q(this.activation,this.hasPreluActivation,!1,4)}

      ${y("index")} {
        if (index < uniforms.size) {
          let coords = getOutputCoords();
          let batch = coords[0];
          let xRCCorner = vec2<i32>(coords.${this.isChannelsLast?"yz":"zw"}) * uniforms.strides - uniforms.pads;
          let d2 = coords[${this.isChannelsLast?3:1}];
          let channelMul = uniforms.wShape[3];
          let d1 = d2 / channelMul;
          let q = d2 % channelMul;

          let inputRowStart = xRCCorner.x;
          let inputColStart = xRCCorner.y;
          let inputRowEnd = inputRowStart + uniforms.filterHeight *
              uniforms.dilations[0];
          let inputColEnd = inputColStart + uniforms.filterWidth *
              uniforms.dilations[1];

          // Convolve x(?, ?, d1)|x(d1, ?, ?) with w(:, :, d1, q) to get
          // y(yR, yC, d2)|y(d2, yR, yC). ? = to be determined. : = across all
          // values in that axis. x(?, ?, d1) and y(yR, yC, d2) is for NHWC.
          // x(d1, ?, ?) and y(d2, yR, yC) is for NCHW.
          var value = 0.0;

          // Extract if checking out of for loop for performance.
          if (inputRowStart >= 0 && inputColStart >= 0 &&
            inputRowEnd < uniforms.inDims[0] &&
                inputColEnd < uniforms.inDims[1]) {
              for (var wR = 0; wR < uniforms.filterHeight; wR = wR + 1) {
                let xR = inputRowStart + wR * uniforms.dilations[0];

                for (var wC = 0; wC < uniforms.filterWidth; wC = wC + 1) {
                  let xC = inputColStart + wC * uniforms.dilations[1];

                  let xVal = ${t};
                  let wVal = getW(wR, wC, d1, q);
                  value = value + xVal * wVal;
                }
              }
            } else {
              for (var wR = 0; wR < uniforms.filterHeight; wR = wR + 1) {
                let xR = inputRowStart + wR * uniforms.dilations[0];

                if (xR < 0 || xR >= uniforms.inDims[0]) {
                  continue;
                }

                for (var wC = 0; wC < uniforms.filterWidth; wC = wC + 1) {
                  let xC = inputColStart + wC * uniforms.dilations[1];

                  if (xC < 0 || xC >= uniforms.inDims[1]) {
                    continue;
                  }

                  let xVal = ${t};
                  let wVal = getW(wR, wC, d1, q);
                  value = value + xVal * wVal;
                }
              }
            }
            ${J(this.addBias,this.activation)}
          setOutputAtCoords(coords[0], coords[1], coords[2], coords[3], value);
        }
      }
    `}};function Zh(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,filter:s}=t,{strides:n,pad:a,dataFormat:u,dilations:p,dimRoundingMode:l}=i,c=da.convertConv2DDataFormat(u),d=p;d==null&&(d=[1,1]);let m=da.computeConv2DInfo(r.shape,s.shape,n,d,a,l,!0,c),h=[{type:"int32",data:[m.padInfo.top,m.padInfo.left]},{type:"int32",data:[m.inHeight,m.inWidth]}],g=m.dataFormat==="channelsLast",f;return!g&&m.inHeight>16&&m.inWidth>16&&m.strideHeight===1&&m.strideWidth===1&&m.dilationWidth===1&&m.dilationHeight===1&&m.inChannels===m.outChannels?f=new so(m.outShape,m.filterHeight,m.filterWidth):g&&m.outHeight>4&&m.outWidth>4&&m.strideWidth<=2&&m.inChannels===m.outChannels&&m.dilationHeight===1&&m.dilationWidth===1&&m.inChannels%4===0?(f=new _e(m),h.push({type:"int32",data:[f.virtualWidth]})):(f=new Be(m),h.push({type:"int32",data:[m.filterHeight]},{type:"int32",data:[m.filterWidth]},{type:"int32",data:[m.strideHeight,m.strideWidth]},{type:"int32",data:[m.dilationHeight,m.dilationWidth]})),e.runWebGPUProgram(f,[r,s],r.dtype,h)}var ma={kernelName:Qh,backendName:"webgpu",kernelFunc:Zh};import{backend_util as Jh,DepthwiseConv2dNativeBackpropFilter as ef}from"@tensorflow/tfjs-core";var no=class{constructor(t){this.variableNames=["x","dy"],this.uniforms=`strides : vec2<i32>, pads : vec2<i32>, filterDims : vec2<i32>, outHeight : i32,
      outWidth : i32, inHeight : i32, inWidth : i32, batchSize : i32, channelMul : i32,`,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t.filterShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="depthwise_conv2d_backprop_filter"}getUserCode(){return`
      ${y("index")} {
      if (index < uniforms.size) {
        let coords = getCoordsFromIndex(index);
        let wR = coords[0];
        let wC = coords[1];
        let d1 = coords[2];
        let dm = coords[3];
        let d2 = d1 * uniforms.channelMul + dm;

        var dotProd = 0.0;
        for (var b = 0; b < uniforms.batchSize; b++) {
          for (var yR = 0; yR < uniforms.outHeight; yR++) {
            let xR = wR + yR * uniforms.strides[0] - uniforms.pads[0];

            if (xR < 0 || xR >= uniforms.inHeight) {
              continue;
            }

            for (var yC = 0; yC < uniforms.outWidth; yC++) {
              let xC = wC + yC * uniforms.strides[1] - uniforms.pads[1];

              if (xC < 0 || xC >= uniforms.inWidth) {
                continue;
              }

              let dyValue = getDy(b, yR, yC, d2);
              let xValue = getX(b, xR, xC, d1);
              dotProd += xValue * dyValue;
            }
          }
        }
        setOutputAtIndex(index, dotProd);
      }
    }
    `}},ao=class{constructor(t){this.variableNames=["dy","W"],this.uniforms=`strides : vec2<i32>, pads : vec2<i32>, filterDims : vec2<i32>,
       outHeight : i32, outWidth : i32, channelMul : i32,`,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t.inShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="depthwise_conv2d_backprop_input"}getUserCode(){return`
      ${y("index")} {
      if (index < uniforms.size) {
        let coords = getCoordsFromIndex(index);
        let batch = coords[0];
        let d1 = coords[3];
        let dyCorner = coords.yz - uniforms.pads;
        let dyRCorner = dyCorner.x;
        let dyCCorner = dyCorner.y;

        var dotProd = 0.0;
        for (var wR = 0; wR < uniforms.filterDims[0]; wR++) {
          let dyR = f32(dyRCorner + wR) / f32(uniforms.strides[0]);

          if (dyR < 0.0 || dyR >= f32(uniforms.outHeight) || fract(dyR) > 0.0) {
            continue;
          }

          let idyR = i32(dyR);
          let wRPerm = uniforms.filterDims[0] - 1 - wR;

          for (var wC = 0; wC < uniforms.filterDims[1]; wC++) {
            let dyC = f32(dyCCorner + wC) / f32(uniforms.strides[1]);

            if (dyC < 0.0 || dyC >= f32(uniforms.outWidth) || fract(dyC) > 0.0) {
              continue;
            }

            let idyC = i32(dyC);
            let wCPerm = uniforms.filterDims[1] - 1 - wC;

            for (var dm = 0; dm < uniforms.channelMul; dm++) {
              let d2 = d1 * uniforms.channelMul + dm;
              let xValue = getDy(batch, idyR, idyC, d2);
              let wValue = getW(wRPerm, wCPerm, d1, dm);
              dotProd += xValue * wValue;
            }
          }
        }
        setOutputAtIndex(index, dotProd);
      }
    }
    `}};function tf(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,dy:s}=t,{strides:n,dilations:a,pad:u,dimRoundingMode:p,filterShape:l}=i,c=Jh.computeConv2DInfo(r.shape,l,n,a,u,p,!0),d=new no(c),m=[{type:"int32",data:[c.strideHeight,c.strideWidth]},{type:"int32",data:[c.padInfo.top,c.padInfo.left]},{type:"int32",data:[c.filterHeight,c.filterWidth]},{type:"int32",data:[c.outHeight]},{type:"int32",data:[c.outWidth]},{type:"int32",data:[c.inHeight]},{type:"int32",data:[c.inWidth]},{type:"int32",data:[c.batchSize]},{type:"int32",data:[c.outChannels/c.inChannels]}];return e.runWebGPUProgram(d,[r,s],"float32",m)}var ha={kernelName:ef,backendName:"webgpu",kernelFunc:tf};import{backend_util as of,DepthwiseConv2dNativeBackpropInput as rf}from"@tensorflow/tfjs-core";function sf(o){let{inputs:t,backend:e,attrs:i}=o,{dy:r,filter:s}=t,{strides:n,dilations:a,pad:u,dimRoundingMode:p,inputShape:l}=i,c=of.computeConv2DInfo(l,s.shape,n,a,u,p,!0),d=new ao(c),m=[{type:"int32",data:[c.strideHeight,c.strideWidth]},{type:"int32",data:[c.filterHeight-1-c.padInfo.top,c.filterWidth-1-c.padInfo.left]},{type:"int32",data:[c.filterHeight,c.filterWidth]},{type:"int32",data:[c.outHeight]},{type:"int32",data:[c.outWidth]},{type:"int32",data:[c.outChannels/c.inChannels]}];return e.runWebGPUProgram(d,[r,s],r.dtype,m)}var fa={kernelName:rf,backendName:"webgpu",kernelFunc:sf};import{Diag as nf,util as af}from"@tensorflow/tfjs-core";var uo=class{constructor(t){this.variableNames=["x"],this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=[t,t],this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="diag"}getUserCode(){return`
      ${y("index")} {
        if (index < uniforms.size) {
          let coords = getOutputCoords();
          let value = select(0.0, getX(coords[0]), coords[0] == coords[1]);
          setOutputAtIndex(index, value);
        }
      }
    `}};function uf(o){let{inputs:t,backend:e}=o,{x:i}=t,r=[...i.shape,...i.shape],s=af.sizeFromShape(i.shape),n=R({inputs:{x:i},backend:e,attrs:{shape:[s]}}),a=new uo(s),u=e.runWebGPUProgram(a,[n],n.dtype),p=R({inputs:{x:u},backend:e,attrs:{shape:r}});return e.disposeData(n.dataId),e.disposeData(u.dataId),p}var ga={kernelName:nf,backendName:"webgpu",kernelFunc:uf};import{backend_util as pf,Dilation2D as lf}from"@tensorflow/tfjs-core";var po=class{constructor(t){this.variableNames=["x","w"],this.uniforms="filterDims: vec2<i32>, pads: vec2<i32>, strides: vec2<i32>, dilations: vec2<i32>",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t.outShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="dilation2d"}getUserCode(){return`
       ${y("index")} {
         if (index < uniforms.size) {
           let neg_infinity = -3.4e38;
           let coords = getOutputCoords();
           let batch = coords.x;
           let d1 = coords.w;
           let outTopLeftCorner = coords.yz * uniforms.strides - uniforms.pads;
           let hBeg = outTopLeftCorner.x;
           let wBeg = outTopLeftCorner.y;

           var curVal = neg_infinity;
           for (var h = 0; h < uniforms.filterDims[0]; h = h + 1) {
             let hIn = hBeg + h * uniforms.dilations[0];

             if (hIn >= 0 && hIn < uniforms.xShape[1]) {
               for (var w = 0; w < uniforms.filterDims[1]; w = w + 1) {
                 let wIn = wBeg + w * uniforms.dilations[1];

                 if (wIn >= 0 && wIn < uniforms.xShape[2]) {
                   let val = getX(batch, hIn, wIn, d1) + getW(h, w, d1);
                   if (val > curVal) {
                     curVal = val;
                   }
                 }
               }
             }
           }

           setOutputAtIndex(index, curVal);
         }
       }
     `}};function cf(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,filter:s}=t,{strides:n,pad:a,dilations:u}=i,p=pf.computeDilation2DInfo(r.shape,s.shape,n,a,"NHWC",u),l=[p.padInfo.top,p.padInfo.left],c=[{type:"int32",data:[p.filterHeight,p.filterWidth]},{type:"int32",data:[...l]},{type:"int32",data:[p.strideHeight,p.strideWidth]},{type:"int32",data:[p.dilationHeight,p.dilationWidth]}],d=new po(p);return e.runWebGPUProgram(d,[r,s],r.dtype,c)}var xa={kernelName:lf,backendName:"webgpu",kernelFunc:cf};import{backend_util as df,Dilation2DBackpropFilter as mf,util as hf}from"@tensorflow/tfjs-core";var lo=class{constructor(t,e){if(this.variableNames=["x","w","dy"],this.uniforms="filterDims: vec2<i32>, pads: vec2<i32>, strides: vec2<i32>, dilations: vec2<i32>, dySize: i32,",this.workgroupSize=[64,1,1],this.atomic=!0,this.outputShape=t.inShape,this.dispatchLayout=w(t.outShape),this.dispatch=S(this.dispatchLayout,t.outShape,this.workgroupSize),e!=="float32"&&e!=="int32")throw new Error(`Dilation2DBackpropInput only supports float32 and int32
          types, does not support ${e} type.`);this.type=e,this.shaderKey="dilation2DBackpropInput"}getUserCode(){return`
       ${y("index")} {
         if (index < uniforms.dySize) {
           let coords = getDyCoordsFromIndex(index);
           let b = coords[0];
           let r = coords[1];
           let c = coords[2];
           let d = coords[3];

           let dyCorner = vec2<i32>(r, c) * uniforms.strides - uniforms.pads;
           var curVal = -3.4e38;  // neg_infinity
           var xRMax = 0;
           var xCMax = 0;

           // In the case of multiple argmax branches, we only back-propagate
           // along the last branch, i.e., the one with largest value of
           // 'wR * uniforms.filterDims[1] + wC', similarly to the max-pooling
           // backward routines.
           for (var wR = 0; wR < uniforms.filterDims[0]; wR++) {
             let xR = dyCorner.x + wR * uniforms.dilations[0];

             if (xR >= 0 && xR < uniforms.xShape[1]) {
               for (var wC = 0; wC < uniforms.filterDims[1]; wC++) {
                 let xC = dyCorner.y + wC * uniforms.dilations[1];

                 if (xC >= 0 && xC < uniforms.xShape[2]) {
                   let val = getX(b, xR, xC, d) + getW(wR, wC, d);
                   if (val > curVal) {
                     curVal = val;
                     xRMax = xR;
                     xCMax = xC;
                   }
                 }
               }
             }
           }

           let flatIndexIn = d + uniforms.xShape[3] *
               (xCMax + uniforms.xShape[2] * (xRMax + uniforms.xShape[1] * b));
           let value = getDy(b, r, c, d);
           ${Z("&result[flatIndexIn]","value",this.type)}
         }
       }
     `}},co=class{constructor(t,e,i){if(this.variableNames=["x","w","dy"],this.uniforms="filterDims: vec2<i32>, pads: vec2<i32>, strides: vec2<i32>, dilations: vec2<i32>, dySize: i32,",this.workgroupSize=[64,1,1],this.atomic=!0,this.outputShape=t.filterShape,this.dispatchLayout=w(t.outShape),this.dispatch=S(this.dispatchLayout,t.outShape,this.workgroupSize),i!=="float32"&&i!=="int32")throw new Error(`Dilation2DBackpropFilter only supports float32 and int32
          types, does not support ${i} type.`);this.type=i,this.shaderKey="dilation2DBackpropFilter"}getUserCode(){return`
       ${y("index")} {
         if (index < uniforms.dySize) {
           let coords = getDyCoordsFromIndex(index);
           let b = coords[0];
           let r = coords[1];
           let c = coords[2];
           let d = coords[3];

           let dyCorner = vec2<i32>(r, c) * uniforms.strides - uniforms.pads;
           var curVal = -3.4e38;  // neg_infinity
           var wRMax = 0;
           var wCMax = 0;

           // In the case of multiple argmax branches, we only back-propagate
           // along the last branch, i.e., the one with largest value of
           // 'wR * uniforms.filterDims[1] + wC', similarly to the max-pooling
           // backward routines.
           for (var wR = 0; wR < uniforms.filterDims[0]; wR++) {
             let xR = dyCorner.x + wR * uniforms.dilations[0];

             if (xR >= 0 && xR < uniforms.xShape[1]) {
               for (var wC = 0; wC < uniforms.filterDims[1]; wC++) {
                 let xC = dyCorner.y + wC * uniforms.dilations[1];

                 if (xC >= 0 && xC < uniforms.xShape[2]) {
                   let val = getX(b, xR, xC, d) + getW(wR, wC, d);
                   if (val > curVal) {
                     curVal = val;
                     wRMax = wR;
                     wCMax = wC;
                   }
                 }
               }
             }
           }

           let flatIndexIn = d + uniforms.wShape[2] * (wCMax + wRMax * uniforms.wShape[1]);
           let value = getDy(b, r, c, d);
           ${Z("&result[flatIndexIn]","value",this.type)}
         }
       }
     `}};function ff(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,filter:s,dy:n}=t,{strides:a,pad:u,dilations:p}=i,l=df.computeDilation2DInfo(r.shape,s.shape,a,u,"NHWC",p),c=s.dtype,d=new co(l,s.shape,c),m=[{type:"int32",data:[l.filterHeight,l.filterWidth]},{type:"int32",data:[l.padInfo.top,l.padInfo.left]},{type:"int32",data:[l.strideHeight,l.strideWidth]},{type:"int32",data:[l.dilationHeight,l.dilationWidth]},{type:"int32",data:[hf.sizeFromShape(l.outShape)]}],h=B({backend:e,attrs:{shape:s.shape,value:0,dtype:c}});return e.runWebGPUProgram(d,[r,s,n],c,m,h)}var Ca={kernelName:mf,backendName:"webgpu",kernelFunc:ff};import{backend_util as gf,Dilation2DBackpropInput as xf,util as Cf}from"@tensorflow/tfjs-core";function yf(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,filter:s,dy:n}=t,{strides:a,pad:u,dilations:p}=i,l=gf.computeDilation2DInfo(r.shape,s.shape,a,u,"NHWC",p),c=r.dtype,d=new lo(l,c),m=[{type:"int32",data:[l.filterHeight,l.filterWidth]},{type:"int32",data:[l.padInfo.top,l.padInfo.left]},{type:"int32",data:[l.strideHeight,l.strideWidth]},{type:"int32",data:[l.dilationHeight,l.dilationWidth]},{type:"int32",data:[Cf.sizeFromShape(l.outShape)]}],h=B({backend:e,attrs:{shape:l.inShape,value:0,dtype:c}});return e.runWebGPUProgram(d,[r,s,n],c,m,h)}var ya={kernelName:xf,backendName:"webgpu",kernelFunc:yf};import{Draw as Sf}from"@tensorflow/tfjs-core";var mo=class{constructor(t,e,i){this.variableNames=["Image"],this.uniforms="alpha: f32,",this.workgroupSize=[64,1,1],this.pixelsOpType=le.DRAW,this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.type=e,this.textureFormat=i,this.shaderKey=`draw_${e}_${i}`}getUserCode(){let t,e=this.type==="float32"?"value":"value / 255.0";return t=`
      if (uniforms.numChannels == 1) {
        rgba[0] = ${e};
        rgba[1] = ${e};
        rgba[2] = ${e};
      } else {
        rgba[d] = ${e};
      }`,`
       @group(0) @binding(0) var outImage : texture_storage_2d<${this.textureFormat}, write>;
       ${y("index")} {
         if (index < uniforms.size) {
           var rgba = vec4<f32>(0.0, 0.0, 0.0, uniforms.alpha);
           for (var d = 0; d < uniforms.numChannels; d = d + 1) {
             let value = f32(inBuf[index * uniforms.numChannels + d]);
             ${t}
           }
           rgba.x = rgba.x * rgba.w;
           rgba.y = rgba.y * rgba.w;
           rgba.z = rgba.z * rgba.w;
           let coords = getCoordsFromIndex(index);
           textureStore(outImage, vec2<i32>(coords.yx), rgba);
         }
       }
      `}};function wf(o){let{inputs:t,backend:e,attrs:i}=o,{image:r}=t,{canvas:s,options:n}=i,[a,u]=r.shape.slice(0,2),{imageOptions:p}=n||{},l=p?.alpha||1,c=e.device.features.has("bgra8unorm-storage")?"bgra8unorm":"rgba8unorm",d=[a,u],m=new mo(d,r.dtype,c);s.width=u,s.height=a;let h="webgpu",g=s.getContext(h),f;g||(f=new OffscreenCanvas(u,a),g=f.getContext(h));let x=r.shape.length===3?r.shape[2]:1;g.configure({device:e.device,format:c,usage:GPUTextureUsage.STORAGE_BINDING,alphaMode:"premultiplied"});let C="int32",b=e.makeTensorInfo(d,C),v=e.tensorMap.get(b.dataId);v.resource=g.getCurrentTexture(),v.external=!0;let k=[{type:"uint32",data:[x]},{type:"float32",data:[l]}];if(e.runWebGPUProgram(m,[r],C,k,b),f){let P=s.getContext("2d");if(!P)throw new Error("Please make sure this canvas has only been used for 2d or webgpu context!");P.drawImage(f,0,0)}return e.disposeData(b.dataId),r}var Sa={kernelName:Sf,backendName:"webgpu",kernelFunc:wf};import{backend_util as nt,Einsum as vf,util as kf}from"@tensorflow/tfjs-core";import{Multiply as bf}from"@tensorflow/tfjs-core";var jr=T({opType:D.MUL,cpuKernelImpl:Gs,supportsComplex:!0}),wa={kernelName:bf,backendName:"webgpu",kernelFunc:jr};import{Sum as If}from"@tensorflow/tfjs-core";function Qr(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{axis:s,keepDims:n}=i;return te(r,s,n,"sum",e)}var ba={kernelName:If,backendName:"webgpu",kernelFunc:Qr};function Rf(o){let{inputs:t,backend:e,attrs:i}=o,{equation:r}=i,s=t,{allDims:n,summedDims:a,idDims:u}=nt.decodeEinsumEquation(r,s.length);nt.checkEinsumDimSizes(n.length,u,s);let{path:p,steps:l}=nt.getEinsumComputePath(a,u),c=l.length,d=null,m=n.length,h=[];for(let g=0;g<c;++g){for(let f of l[g]){let{permutationIndices:x,expandDims:C}=nt.getEinsumPermutation(m,u[f]),b;nt.isIdentityPermutation(x)?b=s[f]:(b=j({inputs:{x:s[f]},backend:e,attrs:{perm:x}}),h.push(b));let v=b.shape.slice();for(let k=0;k<C.length;++k)v.splice(C[k],0,1);kf.arraysEqual(b.shape,v)||(b=R({inputs:{x:b},backend:e,attrs:{shape:v}}),h.push(b)),d===null?d=b:(d=jr({inputs:{a:b,b:d},backend:e}),h.push(d))}g<c-1&&(p[g]>=0&&(d=Qr({inputs:{x:d},backend:e,attrs:{axis:p[g]-(n.length-m),keepDims:!1}}),h.push(d)),m--)}for(let g of h)g!==d&&e.disposeData(g.dataId);return d}var Ia={kernelName:vf,backendName:"webgpu",kernelFunc:Rf};import{Elu as Df}from"@tensorflow/tfjs-core";var Pf=$({opType:I.ELU}),va={kernelName:Df,backendName:"webgpu",kernelFunc:Pf};import{EluGrad as $f}from"@tensorflow/tfjs-core";var Nf=o=>{let{inputs:t,backend:e}=o,{dy:i,y:r}=t,s=new de(D.ELU_DER,i.shape,r.shape);return e.runWebGPUProgram(s,[i,r],i.dtype)},ka={kernelName:$f,backendName:"webgpu",kernelFunc:Nf};import{Equal as Ff}from"@tensorflow/tfjs-core";var zf=T({opType:D.EQUAL,dtype:"bool",cpuKernelImpl:$s}),Ra={kernelName:Ff,backendName:"webgpu",kernelFunc:zf};import{Erf as Af}from"@tensorflow/tfjs-core";var Tf=$({opType:I.ERF}),Da={kernelName:Af,backendName:"webgpu",kernelFunc:Tf};import{Exp as Ef}from"@tensorflow/tfjs-core";var Lf=$({opType:I.EXP,cpuKernelImpl:Ns,dtype:"float32"}),Pa={kernelName:Ef,backendName:"webgpu",kernelFunc:Lf};import{ExpandDims as _f,util as Bf}from"@tensorflow/tfjs-core";function ho(o){let{inputs:t,attrs:e,backend:i}=o,{dim:r}=e,{input:s}=t,n=s.shape.length,a=s.shape.slice(),u=r;return r<0&&(Bf.assert(-(n+1)<=r,()=>`Axis must be in the interval [${-(n+1)}, ${n}]`),u=n+r+1),a.splice(u,0,1),R({inputs:{x:s},backend:i,attrs:{shape:a}})}var $a={kernelName:_f,backendName:"webgpu",kernelFunc:ho};import{Expm1 as Mf}from"@tensorflow/tfjs-core";var Uf=$({opType:I.EXPM1,cpuKernelImpl:Fs}),Na={kernelName:Mf,backendName:"webgpu",kernelFunc:Uf};import{FFT as Of}from"@tensorflow/tfjs-core";import{util as Wf}from"@tensorflow/tfjs-core";var at=class{constructor(t,e){this.variableNames=["real","imag"],this.outputShape=[],this.uniforms="exponentMultiplier : f32, denominator: f32,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=e,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.component=t,this.shaderKey=`fft_${t}`}getUserCode(){return`
    fn unaryOpComplex(real: f32, expR: f32, imag: f32, expI: f32) -> f32 {
      ${this.component==="real"?"return real * expR - imag * expI;":"return real * expI + imag * expR;"}
    }

    fn mulMatDFT(batch: i32, index: i32) -> f32 {
      let indexRatio = f32(index) / f32(uniforms.realShape[1]);
      let exponentMultiplierTimesIndexRatio =
          uniforms.exponentMultiplier * indexRatio;

      var result = 0.0;

      for (var i = 0; i < uniforms.realShape[1]; i = i + 1) {
        // x = (-2|2 * PI / N) * index * i;
        let x = exponentMultiplierTimesIndexRatio * f32(i);
        let expR = cos(x);
        let expI = sin(x);
        let real = getReal(batch, i);
        let imag = getImag(batch, i);

        result = result +
            unaryOpComplex(real, expR, imag, expI) / uniforms.denominator;
      }

      return result;
    }

    ${y("index")} {
      if (index < uniforms.size) {
        let coords = getOutputCoords();
        setOutputAtIndex(index, mulMatDFT(coords[0], coords[1]));
      }
    }
  `}};function fo(o,t,e){let i=e.tensorMap.get(o.dataId),r=Wf.sizeFromShape(o.shape),s=o.shape[o.shape.length-1],n=r/s,a=[],u=R({inputs:{x:o},backend:e,attrs:{shape:[n,s]}});a.push(u);let p=u.shape,l=new at("real",p),c=new at("imag",p),d=[{dataId:i.complexTensorInfos.real.dataId,dtype:i.complexTensorInfos.real.dtype,shape:p},{dataId:i.complexTensorInfos.imag.dataId,dtype:i.complexTensorInfos.imag.dtype,shape:p}],m=t?2*Math.PI:-2*Math.PI,h=t?p[1]:1,g=[{type:"float32",data:[m]},{type:"float32",data:[h]}],f=e.runWebGPUProgram(l,d,"float32",g);a.push(f);let x=e.runWebGPUProgram(c,d,"float32",g);a.push(x);let C=re({inputs:{real:f,imag:x},backend:e});a.push(C);let b=R({inputs:{x:C},backend:e,attrs:{shape:o.shape}});return a.forEach(v=>e.disposeData(v.dataId)),b}function Vf(o){let{inputs:t,backend:e}=o,{input:i}=t;return fo(i,!1,e)}var Fa={kernelName:Of,backendName:"webgpu",kernelFunc:Vf};import{FlipLeftRight as Gf}from"@tensorflow/tfjs-core";var go=class{constructor(t){this.outputShape=[],this.variableNames=["x"],this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="flipLeftRight"}getUserCode(){return`
      ${y("index")} {
        if (index < uniforms.size) {
          let coords = getCoordsFromIndex(index);
          let coordX = uniforms.xShape[2] - coords[2] - 1;
          let outputValue = getX(coords[0], coords[1], coordX, coords[3]);
          setOutputAtIndex(index, outputValue);
        }
      }
    `}};var za={kernelName:Gf,backendName:"webgpu",kernelFunc:({inputs:o,backend:t})=>{let{image:e}=o,i=t,r=new go(e.shape);return i.runWebGPUProgram(r,[e],e.dtype)}};import{Floor as Hf}from"@tensorflow/tfjs-core";var Kf=$({opType:I.FLOOR,cpuKernelImpl:zs}),Aa={kernelName:Hf,backendName:"webgpu",kernelFunc:Kf};import{FloorDiv as qf}from"@tensorflow/tfjs-core";var Xf=T({opType:D.FLOOR_DIV,cpuKernelImpl:As,dtype:"int32"}),Ta={kernelName:qf,backendName:"webgpu",kernelFunc:Xf};import{env as Jr}from"@tensorflow/tfjs-core";import{FromPixels as Yf,util as Ea}from"@tensorflow/tfjs-core";var xo=class{constructor(t,e,i=!1){this.pixelsOpType=le.FROM_PIXELS,this.outputShape=[0],this.variableNames=[],this.workgroupSize=[256,1,1],this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize,[e,1,1]),this.importVideo=i,this.shaderKey=`fromPixels_${this.importVideo}`}getUserCode(){let t=this.importVideo?"textureLoad(src, vec2<i32>(coords.yx));":"textureLoad(src, vec2<i32>(coords.yx), 0)";return`
      @binding(1) @group(0) var src: ${this.importVideo?"texture_external":"texture_2d<f32>"};
      ${y("index")} {
        let flatIndex = index * uniforms.numChannels;
        if (flatIndex < uniforms.size) {
          let coords = getCoordsFromIndex(flatIndex);
          let values = ${t};
          for (var i = 0; i < uniforms.numChannels; i = i + 1) {
            result[flatIndex + i] = i32(floor(255.0 * values[i]));
          }
        }
      }
  `}};var La={kernelName:Yf,backendName:"webgpu",kernelFunc:jf},Me,Zr=Jr().getBool("CANVAS2D_WILL_READ_FREQUENTLY_FOR_GPU");function jf(o){let{inputs:t,backend:e,attrs:i}=o,{pixels:r}=t,{numChannels:s}=i;if(r==null)throw new Error("pixels passed to tf.browser.fromPixels() can not be null");let n=typeof HTMLVideoElement<"u"&&r instanceof HTMLVideoElement,a=typeof HTMLImageElement<"u"&&r instanceof HTMLImageElement,u=typeof HTMLCanvasElement<"u"&&r instanceof HTMLCanvasElement||typeof OffscreenCanvas<"u"&&r instanceof OffscreenCanvas,p=typeof ImageBitmap<"u"&&r instanceof ImageBitmap,[l,c]=n?[r.videoWidth,r.videoHeight]:[r.width,r.height],d=[c,l,s],m=Jr().getBool("WEBGPU_IMPORT_EXTERNAL_TEXTURE")&&n,h=n||a;if(p||u||h){let C;if(m)C=e.device.importExternalTexture({source:r});else{if(h){let X=Jr().getBool("CANVAS2D_WILL_READ_FREQUENTLY_FOR_GPU");(Me==null||X!==Zr)&&(Zr=X,Me=document.createElement("canvas").getContext("2d",{willReadFrequently:Zr})),Me.canvas.width=l,Me.canvas.height=c,Me.drawImage(r,0,0,l,c),r=Me.canvas}let M=GPUTextureUsage.COPY_DST|GPUTextureUsage.RENDER_ATTACHMENT|GPUTextureUsage.TEXTURE_BINDING,V=e.textureManager.acquireTexture(d[1],d[0],"rgba8unorm",M);e.queue.copyExternalImageToTexture({source:r},{texture:V},[d[1],d[0]]),C=V}let b=Ea.sizeFromShape(d),v=Ea.computeStrides(d),k=new xo(d,s,m),P=[{type:"uint32",data:[b]},{type:"uint32",data:[s]},{type:"uint32",data:[...v]}],N=e.makeTensorInfo([c,l],"int32"),F=e.tensorMap.get(N.dataId);F.resource=C;let A=e.runWebGPUProgram(k,[N],"int32",P);return e.disposeData(N.dataId),A}let g=r.data,f=g;if(s!=null&&s!==4){f=new Uint8Array(r.width*r.height*s);let C=g.length,b=0;for(let v=0;v<C;v++)v%4<s&&(f[b++]=g[v])}let x=e.makeTensorInfo(d,"int32",new Int32Array(f));return e.uploadToGPU(x.dataId),x}import{FusedBatchNorm as Qf}from"@tensorflow/tfjs-core";import{backend_util as Co}from"@tensorflow/tfjs-core";var yo=class{constructor(t,e,i,r,s){this.uniforms="varianceEpsilon : f32,",this.workgroupSize=[128,1,1],this.size=!0,this.variableNames=["x","mean","variance"],Co.assertAndGetBroadcastShape(t,e),Co.assertAndGetBroadcastShape(t,i),this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),r!=null&&(Co.assertAndGetBroadcastShape(t,r),this.variableNames.push("offset")),s!=null&&(Co.assertAndGetBroadcastShape(t,s),this.variableNames.push("scale")),this.offsetShape=r,this.scaleShape=s,this.shaderKey="batchNorm"}getUserCode(){let t="0.0";this.offsetShape!=null&&(t="getOffsetByOutputIndex(index)");let e="1.0";return this.scaleShape!=null&&(e="getScaleByOutputIndex(index)"),`
      ${y("index")} {
        if (index < uniforms.size)
        {
          let xValue = getXByOutputIndex(index);
          let meanValue = getMeanByOutputIndex(index);
          let varianValue = getVarianceByOutputIndex(index);
          let offsetValue = ${t};
          let scaleValue = ${e};
          let inv = scaleValue * inverseSqrt(varianValue + f32(uniforms.varianceEpsilon));
          setOutputAtIndex(index,dot(vec3<f32>(xValue, -meanValue, offsetValue), vec3<f32>(inv, inv, 1.0)));
        }
      }
  `}};var _a={kernelName:Qf,backendName:"webgpu",kernelFunc:({inputs:o,attrs:t,backend:e})=>{let{x:i,scale:r,offset:s,mean:n,variance:a}=o,{varianceEpsilon:u}=t,p=e,l=[i,n,a],c=null;s!=null&&(c=s.shape,l.push(s));let d=null;r!=null&&(d=r.shape,l.push(r));let m=new yo(i.shape,n.shape,a.shape,c,d),h=[{type:"float32",data:[u]}];return p.runWebGPUProgram(m,l,i.dtype,h)}};import{backend_util as Ba,FusedConv2D as Zf}from"@tensorflow/tfjs-core";function Jf(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,filter:s,bias:n,preluActivationWeights:a}=t,{strides:u,pad:p,dataFormat:l,dilations:c,dimRoundingMode:d,activation:m,leakyreluAlpha:h}=i,g=Ba.convertConv2DDataFormat(l),f=Ba.computeConv2DInfo(r.shape,s.shape,u,c,p,d,!1,g);return Yt({x:r,filter:s,convInfo:f,backend:e,bias:n,preluActivationWeights:a,leakyreluAlpha:h,activation:m})}var Ma={kernelName:Zf,backendName:"webgpu",kernelFunc:Jf};import{backend_util as Ua,FusedDepthwiseConv2D as eg,util as tg}from"@tensorflow/tfjs-core";function og(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,filter:s,bias:n,preluActivationWeights:a}=t,{strides:u,pad:p,dilations:l,dimRoundingMode:c,activation:d,leakyreluAlpha:m}=i,h=l;h==null&&(h=[1,1]),tg.assert(Ua.eitherStridesOrDilationsAreOne(u,h),()=>`Error in depthwiseConv2d: Either strides or dilations must be 1. Got strides ${u} and dilations '${h}'`);let g=Ua.computeConv2DInfo(r.shape,s.shape,u,h,p,c,!0),f=[r,s],x=n!=null,C=a!=null;x&&f.push(n),C&&f.push(a);let b=[{type:"int32",data:[g.padInfo.top,g.padInfo.left]},{type:"int32",data:[g.inHeight,g.inWidth]}],v;return g.outHeight>4&&g.outWidth>4&&g.strideWidth<=2&&g.inChannels===g.outChannels&&g.dilationHeight===1&&g.dilationWidth===1&&g.inChannels%4===0?(v=new _e(g,x,d,C),b.push({type:"int32",data:[v.virtualWidth]})):(v=new Be(g,x,d,C),b.push({type:"int32",data:[g.filterHeight]},{type:"int32",data:[g.filterWidth]},{type:"int32",data:[g.strideHeight,g.strideWidth]},{type:"int32",data:[g.dilationHeight,g.dilationWidth]})),d==="leakyrelu"&&(b.push({type:"float32",data:[m]}),v.uniforms+=" alpha : f32,"),e.runWebGPUProgram(v,f,"float32",b)}var Wa={kernelName:eg,backendName:"webgpu",kernelFunc:og};import{backend_util as rg,GatherNd as ig,util as Oa}from"@tensorflow/tfjs-core";var So=class{constructor(t,e){this.variableNames=["A","indices"],this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=e,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey=`gathernd_${t}`,this.sliceDim=t,this.uniforms=`sliceDim : i32, strides : ${E(t)},`}getUserCode(){let t;return this.sliceDim>1?t="uniforms.strides[j]":t="uniforms.strides",`
      ${y("index")} {
        if (index < uniforms.size) {
          let coords = getCoordsFromIndex(index);
          var flattenIndex = 0;
          for (var j = 0; j < uniforms.sliceDim; j = j + 1) {
            let indexTemp = i32(round(getIndices(coords[0], j)));
            let strideNum = ${t};
            flattenIndex = flattenIndex + indexTemp * strideNum;
          }

          setOutputAtIndex(index, getA(flattenIndex, coords[1]));
        }
      }
      `}};function sg(o){let{inputs:t,backend:e}=o,{params:i,indices:r}=t,s=r.shape,n=s[s.length-1],a=Oa.sizeFromShape(i.shape),[u,p,l,c]=rg.prepareAndValidate(i,r),d=R({inputs:{x:r},backend:e,attrs:{shape:[p,n]}}),m=R({inputs:{x:i},backend:e,attrs:{shape:[Oa.sizeFromShape(i.shape)/l,l]}});if(e.shouldExecuteOnCPU([i,r])||i.dtype==="string"){let C=e.readSync(r.dataId),b=e.bufferSync(i),v=Ts(C,b,i.dtype,p,n,l,c,i.shape,a);return e.makeTensorInfo(u,i.dtype,v.values)}let h=new So(n,[p,l]),g=[{type:"int32",data:[n]},{type:"int32",data:c}],f=e.runWebGPUProgram(h,[m,d],m.dtype,g),x=R({inputs:{x:f},backend:e,attrs:{shape:u}});return e.disposeData(d.dataId),e.disposeData(m.dataId),e.disposeData(f.dataId),x}var Va={kernelName:ig,backendName:"webgpu",kernelFunc:sg};import{backend_util as ag,buffer as Ga,GatherV2 as ug,util as Ha}from"@tensorflow/tfjs-core";var wo=class{constructor(t,e){this.variableNames=["A","indices"],this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t.slice(),this.aShape=t,this.outputShape=e,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="gather"}getUserCode(){let t=ng(this.aShape);return`
      ${y("index")} {
        if (index < uniforms.size) {
          let resRC = getCoordsFromIndex(index);
          let indexZ = i32(getIndices(resRC.x, resRC.z));
          let inBounds = select(0.0, 1.0, indexZ >= 0 && indexZ < uniforms.aShape[2]);
          setOutputAtIndex(index, inBounds * getA(${t}));
        }
      }
    `}};function ng(o){let t=["resRC.x","resRC.y","resRC.z","resRC.w"],e=[];for(let i=0;i<o.length;i++)i===2?e.push("indexZ"):e.push(`${t[i]}`);return e.join()}function ei(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,indices:s}=t,{axis:n,batchDims:a}=i,u=Ha.parseAxisParam(n,r.shape)[0],p=ag.segment_util.collectGatherOpShapeInfo(r,s,u,a),l=Ha.sizeFromShape(s.shape),c=[],d=R({inputs:{x:r},backend:e,attrs:{shape:[p.batchSize,p.outerSize,p.dimSize,p.sliceSize]}}),m=R({inputs:{x:s},backend:e,attrs:{shape:[p.batchSize,l/p.batchSize]}});c.push(d),c.push(m);let h=[p.batchSize,p.outerSize,l/p.batchSize,p.sliceSize];if(e.shouldExecuteOnCPU([r,s])){let b=e.tensorMap.get(m.dataId).values,v=Ga(m.shape,m.dtype,b),P=e.tensorMap.get(d.dataId).values,N=Ga(d.shape,d.dtype,P),F=Es(N,v,h);return c.forEach(A=>e.disposeData(A.dataId)),e.makeTensorInfo(p.outputShape,F.dtype,F.values)}let g=new wo(d.shape,h),f=e.runWebGPUProgram(g,[d,m],d.dtype);c.push(f);let x=R({inputs:{x:f},backend:e,attrs:{shape:p.outputShape}});return c.forEach(C=>e.disposeData(C.dataId)),x}var Ka={kernelName:ug,backendName:"webgpu",kernelFunc:ei};import{Greater as pg}from"@tensorflow/tfjs-core";var lg=T({opType:D.GREATER,cpuKernelImpl:_s,dtype:"bool"}),qa={kernelName:pg,backendName:"webgpu",kernelFunc:lg};import{GreaterEqual as cg}from"@tensorflow/tfjs-core";var dg=T({opType:D.GREATER_EQUAL,dtype:"bool",cpuKernelImpl:Ls}),Xa={kernelName:cg,backendName:"webgpu",kernelFunc:dg};import{IFFT as mg}from"@tensorflow/tfjs-core";function hg(o){let{inputs:t,backend:e}=o,{input:i}=t;return fo(i,!0,e)}var Ya={kernelName:mg,backendName:"webgpu",kernelFunc:hg};import{IsFinite as fg}from"@tensorflow/tfjs-core";var gg=$({opType:I.IS_FINITE,dtype:"bool"}),ja={kernelName:fg,backendName:"webgpu",kernelFunc:gg};import{IsInf as xg}from"@tensorflow/tfjs-core";var Cg=$({opType:I.IS_INF,dtype:"bool"}),Qa={kernelName:xg,backendName:"webgpu",kernelFunc:Cg};import{IsNan as yg}from"@tensorflow/tfjs-core";var Sg=$({opType:I.IS_NAN,dtype:"bool"}),Za={kernelName:yg,backendName:"webgpu",kernelFunc:Sg};import{LeakyRelu as wg}from"@tensorflow/tfjs-core";function bg(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{alpha:s}=i,n=[{type:"float32",data:[s]}],a=new ee(r.shape,I.LEAKYRELU,"alpha : f32,");return e.runWebGPUProgram(a,[r],"float32",n)}var Ja={kernelName:wg,backendName:"webgpu",kernelFunc:bg};import{Less as Ig}from"@tensorflow/tfjs-core";var vg=T({opType:D.LESS,dtype:"bool",cpuKernelImpl:Ms}),eu={kernelName:Ig,backendName:"webgpu",kernelFunc:vg};import{LessEqual as kg}from"@tensorflow/tfjs-core";var Rg=T({opType:D.LESS_EQUAL,dtype:"bool",cpuKernelImpl:Bs}),tu={kernelName:kg,backendName:"webgpu",kernelFunc:Rg};import{LinSpace as Dg}from"@tensorflow/tfjs-core";var bo=class{constructor(t){this.variableNames=[],this.outputShape=[],this.uniforms="start : f32, step : f32,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=[t],this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="linSpace"}getUserCode(){return`
      ${y("index")} {
        if (index < uniforms.size) {
          setOutputAtIndex(index, uniforms.start + f32(index) * uniforms.step);
        }
      }
    `}};function Pg(o){let{backend:t,attrs:e}=o,{start:i,stop:r,num:s}=e,n=(r-i)/(s-1),a=new bo(s),u=[{type:"float32",data:[i]},{type:"float32",data:[n]}];return t.runWebGPUProgram(a,[],"float32",u)}var ou={kernelName:Dg,backendName:"webgpu",kernelFunc:Pg};import{Log as $g}from"@tensorflow/tfjs-core";var Ng=$({opType:I.LOG,cpuKernelImpl:Us}),ru={kernelName:$g,backendName:"webgpu",kernelFunc:Ng};import{Log1p as Fg}from"@tensorflow/tfjs-core";var zg=$({opType:I.LOG1P}),iu={kernelName:Fg,backendName:"webgpu",kernelFunc:zg};import{LogicalAnd as Ag}from"@tensorflow/tfjs-core";var Tg=T({opType:D.LOGICAL_AND,dtype:"bool"}),su={kernelName:Ag,backendName:"webgpu",kernelFunc:Tg};import{LogicalNot as Eg}from"@tensorflow/tfjs-core";var Lg=$({opType:I.LOGICAL_NOT}),nu={kernelName:Eg,backendName:"webgpu",kernelFunc:Lg};import{LogicalOr as _g}from"@tensorflow/tfjs-core";var Bg=T({opType:D.LOGICAL_OR}),au={kernelName:_g,backendName:"webgpu",kernelFunc:Bg};import{LRN as Ug}from"@tensorflow/tfjs-core";import{util as Mg}from"@tensorflow/tfjs-core";var uu=`
  var powValue = 0.0;
  let basis = uniforms.bias + uniforms.alpha * sum;
  if (uniforms.beta == 0.5) {
    powValue = inverseSqrt(basis);
  } else if (uniforms.beta == 1.0) {
    powValue = 1.0 / basis;
  } else {
    powValue = exp(log(basis) * (-uniforms.beta));
  }
`,Io=class{constructor(t){this.outputShape=[],this.variableNames=["x"],this.uniforms="radius : i32, bias : f32, alpha : f32, beta : f32,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="lrn"}getUserCode(){return`
    ${y("index")} {
      if (index < uniforms.size) {
        let coords = getOutputCoords();
        let b = coords[0];
        let r = coords[1];
        let c = coords[2];
        let d = coords[3];

        let x = getX(b, r, c, d);
        var sum = 0.0;
        for (var i = -uniforms.radius; i <= uniforms.radius; i = i + 1) {
          let idx = d + i;
          if (idx >= 0 && idx < uniforms.xShape[3]) {
            let z = getX(b, r, c, idx);
            sum = sum + z * z;
          }
        }
        ${uu}

        setOutputAtIndex(index, x * powValue);
      }
    }
  `}},vo=class{constructor(t,e){this.outputShape=[],this.variableNames=["x"],this.uniforms="radius : i32, bias : f32, alpha : f32, beta : f32,",this.workgroupSize=[256,1,1],this.maxAllowRadius=16,Mg.assert(e<=this.maxAllowRadius,()=>`Radius must be less than or equal to ${this.maxAllowRadius}, current radius is ${e}`),this.outputShape=t,this.elementsPerWorkgroup=this.workgroupSize[0]-2*this.maxAllowRadius,this.dispatchLayout={x:[3],y:[2],z:[0,1]},this.dispatch=S(this.dispatchLayout,this.outputShape,[this.elementsPerWorkgroup,this.workgroupSize[1],this.workgroupSize[2]]),this.shaderKey="lrn_shared"}getUserCode(){return`
    var <workgroup>lrnSub: array<f32, ${this.workgroupSize[0]}>;
    const elementsPerWorkgroup = ${this.elementsPerWorkgroup};
    const maxAllowRadius = ${this.maxAllowRadius};

    ${y()} {
      let localDepth = i32(localId.x);
      let workgroupDepth = i32(workgroupId.x) * elementsPerWorkgroup;
      let xDepth = workgroupDepth + localDepth - maxAllowRadius;
      let b = i32(globalId.z) / uniforms.xShape[1];
      let r = i32(globalId.z) - b * uniforms.xShape[1];
      let c = i32(globalId.y);
      let d = workgroupDepth + localDepth;

      var x = 0.0;
      if (xDepth >= 0 && xDepth < uniforms.xShape[3]) {
        x = getX(b, r, c, xDepth);
      }
      lrnSub[localDepth] = x;
      workgroupBarrier();

      if (localDepth < elementsPerWorkgroup && d < uniforms.outShape[3]) {
        var sum = 0.0;
        let index = localDepth + maxAllowRadius;
        for (var i = -uniforms.radius; i <= uniforms.radius; i = i + 1) {
          let z = lrnSub[index + i];
          sum = sum + z * z;
        }
        ${uu}

        setOutputAtCoords(b, r, c, d, lrnSub[index] * powValue);
      }
    } `}};function Wg(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{depthRadius:s,bias:n,alpha:a,beta:u}=i,p;s>16?p=new Io(r.shape):p=new vo(r.shape,s);let l=[{type:"int32",data:[s]},{type:"float32",data:[n]},{type:"float32",data:[a]},{type:"float32",data:[u]}];return e.runWebGPUProgram(p,[r],r.dtype,l)}var pu={kernelName:Ug,backendName:"webgpu",kernelFunc:Wg};import{LRNGrad as Og}from"@tensorflow/tfjs-core";var ko=class{constructor(t){this.outputShape=[],this.variableNames=["inputImage","outputImage","dy"],this.uniforms="depthRadius : i32, bias : f32, alpha : f32, beta : f32,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="lrn_grad"}getUserCode(){return`
    ${y("index")} {
      if (index < uniforms.size) {
        let coords = getOutputCoords();
        let b = coords[0];
        let r = coords[1];
        let c = coords[2];

        let MIN_DEPTH_BEGIN = 0;
        let MAX_DEPTH_END = uniforms.outShape[3];
        var result = 0.0;
        for (var d = MIN_DEPTH_BEGIN; d < MAX_DEPTH_END; d++) {
          let depthBegin = max(MIN_DEPTH_BEGIN, d - uniforms.depthRadius);
          let depthEnd = min(MAX_DEPTH_END, d + uniforms.depthRadius + 1);

          var norm = 0.0;
          for (var k = MIN_DEPTH_BEGIN; k < MAX_DEPTH_END; k++) {
            if (k < depthBegin) {
              continue;
            } else if (k >= depthBegin && k < depthEnd) {
              norm += getInputImage(b, r, c, k) * getInputImage(b, r, c, k);
            } else {
              break;
            }
          }

          norm = uniforms.alpha * norm + uniforms.bias;

          for (var k = MIN_DEPTH_BEGIN; k < MAX_DEPTH_END; k++) {
            if (k < depthBegin) {
              continue;
            } else if (k >= depthBegin && k < depthEnd) {
              var dyi = -2.0 * uniforms.alpha * uniforms.beta
                * getInputImage(b, r, c, k) * getOutputImage(b, r, c, d) / norm;
              if (k == d) {
                dyi += pow(norm, -1.0 * uniforms.beta);
              }
              if (k == coords[3]) {
                dyi *= getDy(b, r, c, d);
                result += dyi;
              }
            } else {
              break;
            }
          }
        }

        setOutputAtIndex(index, result);
      }
    }
  `}};function Vg(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,y:s,dy:n}=t,{depthRadius:a,bias:u,alpha:p,beta:l}=i,c=new ko(r.shape),d=[{type:"int32",data:[a]},{type:"float32",data:[u]},{type:"float32",data:[p]},{type:"float32",data:[l]}];return e.runWebGPUProgram(c,[r,s,n],r.dtype,d)}var lu={kernelName:Og,backendName:"webgpu",kernelFunc:Vg};import{Maximum as Gg}from"@tensorflow/tfjs-core";var Hg=T({opType:D.MAX,cpuKernelImpl:Os}),cu={kernelName:Gg,backendName:"webgpu",kernelFunc:Hg};import{backend_util as Kg,MaxPool as qg}from"@tensorflow/tfjs-core";function Xg(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{filterSize:s,strides:n,pad:a,dimRoundingMode:u}=i,l=Kg.computePool2DInfo(r.shape,s,n,1,a,u);return Lt(r,l,"max",e)}var du={kernelName:qg,backendName:"webgpu",kernelFunc:Xg};import{backend_util as Yg,MaxPool3D as jg}from"@tensorflow/tfjs-core";function Qg(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{filterSize:s,strides:n,pad:a,dataFormat:u,dimRoundingMode:p}=i,l=[1,1,1],c=Yg.computePool3DInfo(r.shape,s,n,l,a,p,u),d=new Ce(c,"max"),m=[{type:"int32",data:[c.strideDepth,c.strideHeight,c.strideWidth]},{type:"int32",data:[c.padInfo.front,c.padInfo.top,c.padInfo.left]},{type:"int32",data:[c.inDepth,c.inHeight,c.inWidth]},{type:"int32",data:[c.effectiveFilterDepth,c.effectiveFilterHeight,c.effectiveFilterWidth]}];return e.runWebGPUProgram(d,[r],r.dtype,m)}var mu={kernelName:jg,backendName:"webgpu",kernelFunc:Qg};import{backend_util as Zg,MaxPool3DGrad as Jg}from"@tensorflow/tfjs-core";var Ro=class{constructor(t){this.variableNames=["dy","maxPos"],this.uniforms=`strides : vec2<i32>, pads : vec2<i32>, dilations : vec2<i32>, filterDims : vec2<i32>,
       outHeight : i32, outWidth : i32`,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t.inShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="maxPool2DBackprop"}getUserCode(){return`
      ${y("index")} {
      if (index < uniforms.size) {
        let coords = getCoordsFromIndex(index);
        let batch = coords[0];
        let d = coords[3];

        let dyRCCorner = vec2<i32>(coords.yz) - uniforms.pads;
        let dyRCorner = dyRCCorner.x;
        let dyCCorner = dyRCCorner.y;

        // Convolve dy(?, ?, d) with pos mask(:, :, d) to get dx(xR, xC, d).
        // ? = to be determined. : = across all values in that axis.
        var dotProd = 0.0;
        let lastIndex = uniforms.filterDims[0] * uniforms.filterDims[1] - 1;
        for (var wR = 0; wR < uniforms.filterDims[0]; wR += uniforms.dilations[0]) {
          let dyR = f32(dyRCorner + wR) / f32(uniforms.strides[0]);

          if (dyR < 0.0 || dyR >= f32(uniforms.outHeight) || fract(dyR) > 0.0) {
            continue;
          }
          let idyR = i32(dyR);

          for (var wC = 0; wC < uniforms.filterDims[1]; wC += uniforms.dilations[1]) {
            let dyC = f32(dyCCorner + wC) / f32(uniforms.strides[1]);

            if (dyC < 0.0 || dyC >= f32(uniforms.outWidth) || fract(dyC) > 0.0) {
              continue;
            }
            let idyC = i32(dyC);

            let dyValue = getDy(batch, idyR, idyC, d);
            let maxPosValue = lastIndex - i32(getMaxPos(batch, idyR, idyC, d));

            // Get the current value, check it against the value from the
            // position matrix.
            let curPosValue = wR * uniforms.filterDims[1] + wC;
            let mask = select(0.0, 1.0, maxPosValue == curPosValue);
            dotProd += dyValue * mask;
          }
        }
        setOutputAtIndex(index, dotProd);
      }
    }
    `}},Do=class{constructor(t){this.variableNames=["dy","maxPos"],this.uniforms=`strides : vec3<i32>, pads : vec3<i32>, filterDims : vec3<i32>,
      outDepth : i32, outHeight : i32, outWidth : i32`,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t.inShape,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="maxPool3DBackprop"}getUserCode(){return`
      ${y("index")} {
      if (index < uniforms.size) {
        let coords = getCoordsFromIndex(index);
        let batch = coords.x;
        let ch = coords.u;

        let dyCorner = vec3<i32>(coords.y, coords.z, coords.w) - uniforms.pads;
        let dyDCorner = dyCorner.x;
        let dyRCorner = dyCorner.y;
        let dyCCorner = dyCorner.z;

        // Convolve dy(?, ?, ?, ch) with pos mask(:, :, :, d) to get
        // dx(xD, xR, xC, ch).
        // ? = to be determined. : = across all values in that axis.
        var dotProd = 0.0;
        let lastIndex = uniforms.filterDims[0] * uniforms.filterDims[1] * uniforms.filterDims[2] - 1;

        for (var wD = 0; wD < uniforms.filterDims[0]; wD++) {
          let dyD = f32(dyDCorner + wD) / f32(uniforms.strides[0]);

          if (dyD < 0.0 || dyD >= f32(uniforms.outDepth) || fract(dyD) > 0.0) {
            continue;
          }
          let idyD = i32(dyD);

          for (var wR = 0; wR < uniforms.filterDims[1]; wR++) {
            let dyR = f32(dyRCorner + wR) / f32(uniforms.strides[1]);

            if (dyR < 0.0 || dyR >= f32(uniforms.outHeight) || fract(dyR) > 0.0) {
              continue;
            }
            let idyR = i32(dyR);

            for (var wC = 0; wC < uniforms.filterDims[2]; wC++) {
              let dyC = f32(dyCCorner + wC) / f32(uniforms.strides[2]);

              if (dyC < 0.0 || dyC >= f32(uniforms.outWidth) || fract(dyC) > 0.0) {
                continue;
              }
              let idyC = i32(dyC);

              let dyValue = getDy(batch, idyD, idyR, idyC, ch);
              let maxPosValue = lastIndex - i32(getMaxPos(batch, idyD, idyR, idyC, ch));

              // Get the current value, check it against the value from the
              // position matrix.
              let curPosValue = wD * uniforms.filterDims[1] * uniforms.filterDims[2] + wR * uniforms.filterDims[2] + wC;
              let mask = select(0.0, 1.0, maxPosValue == curPosValue);
              dotProd += dyValue * mask;
            }
          }
        }

        setOutputAtIndex(index, dotProd);
      }
    }
    `}};function ex(o){let{inputs:t,backend:e,attrs:i}=o,{dy:r,input:s}=t,n=s,{filterSize:a,strides:u,pad:p,dimRoundingMode:l}=i,c=[1,1,1],d=Zg.computePool3DInfo(n.shape,a,u,c,p,l),m=new Ce(d,"max",!0),h=[{type:"int32",data:[d.strideDepth,d.strideHeight,d.strideWidth]},{type:"int32",data:[d.padInfo.front,d.padInfo.top,d.padInfo.left]},{type:"int32",data:[d.inDepth,d.inHeight,d.inWidth]},{type:"int32",data:[d.effectiveFilterDepth,d.effectiveFilterHeight,d.effectiveFilterWidth]}],g=e.runWebGPUProgram(m,[n],"int32",h),f=new Do(d);h=[{type:"int32",data:[d.strideDepth,d.strideHeight,d.strideWidth]},{type:"int32",data:[d.effectiveFilterDepth-1-d.padInfo.front,d.effectiveFilterHeight-1-d.padInfo.top,d.effectiveFilterWidth-1-d.padInfo.left]},{type:"int32",data:[d.effectiveFilterDepth,d.effectiveFilterHeight,d.effectiveFilterWidth]},{type:"int32",data:[d.outDepth]},{type:"int32",data:[d.outHeight]},{type:"int32",data:[d.outWidth]}];let x=e.runWebGPUProgram(f,[r,g],n.dtype,h);return e.disposeData(g.dataId),x}var hu={kernelName:Jg,backendName:"webgpu",kernelFunc:ex};import{backend_util as tx,MaxPoolGrad as ox}from"@tensorflow/tfjs-core";function rx(o){let{inputs:t,backend:e,attrs:i}=o,{dy:r,input:s,output:n}=t,a=s;qe([s,n],"maxPoolGrad");let{filterSize:u,strides:p,pad:l,dimRoundingMode:c}=i,d=tx.computePool2DInfo(a.shape,u,p,1,l,c),m=new ue(d,"max",!0),h=[{type:"int32",data:[d.strideHeight,d.strideWidth]},{type:"int32",data:[d.padInfo.top,d.padInfo.left]},{type:"int32",data:[d.dilationHeight,d.dilationWidth]},{type:"int32",data:[d.inHeight,d.inWidth]},{type:"int32",data:[d.effectiveFilterHeight,d.effectiveFilterWidth]}],g=e.runWebGPUProgram(m,[a],"int32",h),f=new Ro(d);h=[{type:"int32",data:[d.strideHeight,d.strideWidth]},{type:"int32",data:[d.effectiveFilterHeight-1-d.padInfo.top,d.effectiveFilterWidth-1-d.padInfo.left]},{type:"int32",data:[d.dilationHeight,d.dilationWidth]},{type:"int32",data:[d.effectiveFilterHeight,d.effectiveFilterWidth]},{type:"int32",data:[d.outHeight]},{type:"int32",data:[d.outWidth]}];let x=e.runWebGPUProgram(f,[r,g],a.dtype,h);return e.disposeData(g.dataId),x}var fu={kernelName:ox,backendName:"webgpu",kernelFunc:rx};import{MaxPoolWithArgmax as ix}from"@tensorflow/tfjs-core";import{backend_util as gu,util as xu}from"@tensorflow/tfjs-core";function sx(o){let{inputs:t,backend:e,attrs:i}=o,{filterSize:r,strides:s,pad:n,includeBatchInIndex:a}=i,{x:u}=t;xu.assert(u.shape.length===4,()=>`Error in maxPool: input must be rank 4 but got rank ${u.shape.length}.`);let p=[1,1];xu.assert(gu.eitherStridesOrDilationsAreOne(s,p),()=>`Error in maxPool: Either strides or dilations must be 1. Got strides ${s} and dilations '${p}'`);let l=gu.computePool2DInfo(u.shape,r,s,p,n),c=[{type:"int32",data:[l.strideHeight,l.strideWidth]},{type:"int32",data:[l.padInfo.top,l.padInfo.left]},{type:"int32",data:[l.dilationHeight,l.dilationWidth]},{type:"int32",data:[l.inHeight,l.inWidth]},{type:"int32",data:[l.effectiveFilterHeight,l.effectiveFilterWidth]}],d=new ue(l,"max",!1),m=e.runWebGPUProgram(d,[u],u.dtype,c);d=new ue(l,"max",!0,!0,a);let h=e.runWebGPUProgram(d,[u],"int32",c);return[m,h]}var Cu={kernelName:ix,backendName:"webgpu",kernelFunc:sx};import{Min as nx}from"@tensorflow/tfjs-core";function ax(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{axis:s,keepDims:n}=i;return te(r,s,n,"min",e)}var yu={kernelName:nx,backendName:"webgpu",kernelFunc:ax};import{Minimum as ux}from"@tensorflow/tfjs-core";var px=T({opType:D.MIN,cpuKernelImpl:Vs}),Su={kernelName:ux,backendName:"webgpu",kernelFunc:px};import{MirrorPad as lx}from"@tensorflow/tfjs-core";var Po=class{constructor(t,e,i){this.uniforms="",this.variableNames=["x"],this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=e.map((r,s)=>r[0]+t[s]+r[1]),this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.xShape=t,e.map((r,s)=>{this.uniforms+=` pad${s} : vec2<i32>,`}),this.offset=i==="reflect"?0:1,this.shaderKey=`mirrorPad_${i}`}getUserCode(){let t=this.xShape.length,e=this.xShape.map((p,l)=>`uniforms.pad${l}[0]`).join(","),i=this.xShape.map((p,l)=>`uniforms.pad${l}[0] + uniforms.xShape${t>1?`[${l}]`:""}`).join(","),r=t===1?"start":"start[i]",s=t===1?"end":"end[i]",n=t===1?"outC":"outC[i]",a=E(t),u=t>1?["coords[0]","coords[1]","coords[2]","coords[3]"].slice(0,t):"coords";return`
      ${y("index")} {
        if (index < uniforms.size) {
          let start = ${a}(${e});
          let end = ${a}(${i});
          var outC = getCoordsFromIndex(index);
          for (var i = 0; i < ${t}; i = i + 1) {
            if (${n} < ${r}) {
              ${n} = ${r} * 2 - ${n} - ${this.offset};
            } else if(${n} >= ${s}) {
              ${n} = (${s} - 1) * 2 - ${n} + ${this.offset};
            }
          }
          let coords = outC - start;
          setOutputAtIndex(index, getX(${u}));
        }
      }
    `}};var wu={kernelName:lx,backendName:"webgpu",kernelFunc:({inputs:o,attrs:t,backend:e})=>{let{x:i}=o,{paddings:r,mode:s}=t,n=e,a=r.map(l=>({type:"int32",data:[l[0],l[1]]})),u=new Po(i.shape,r,s);return n.runWebGPUProgram(u,[i],i.dtype,a)}};import{Mod as cx}from"@tensorflow/tfjs-core";var dx=T({opType:D.MOD}),bu={kernelName:cx,backendName:"webgpu",kernelFunc:dx};import{Multinomial as fx}from"@tensorflow/tfjs-core";var $o=class{constructor(t,e){this.variableNames=["probs"],this.outputShape=[],this.uniforms="seed : f32, numOutcomes: i32,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=[t,e],this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="multinomial"}getUserCode(){return`
    //Based on the work of Dave Hoskins
    //https://www.shadertoy.com/view/4djSRW
    fn random (seed : f32, resultUV : vec2<f32>) -> f32 {
      let HASHSCALE1 = 443.8975;
      let p = resultUV * seed;
      var p3  = fract(vec3<f32>(p.xyx) * HASHSCALE1);
      p3 = p3 + dot(p3, p3.yzx + 19.19);
      return fract((p3.x + p3.y) * p3.z);
    }

    ${y("index")} {
      if (index < uniforms.size) {
        let coords = getOutputCoords();
        let batch = coords[0];

        let resUV = vec2<f32>(f32(coords[1]) / f32(uniforms.outShape[1]),
            f32(coords[0]) / f32(uniforms.outShape[0]));
        let r = random(uniforms.seed, resUV);
        var cdf = 0.0;
        for (var i = 0; i < uniforms.numOutcomes - 1; i = i + 1) {
          cdf = cdf + getProbs(batch, i);

          if (r < cdf) {
            setOutputAtIndexI32(index, i);
            return;
          }
        }

        // If no other event happened, last event happened.
        setOutputAtIndexI32(index, uniforms.numOutcomes - 1);
      }
    }
  `}};import{Softmax as mx,util as hx}from"@tensorflow/tfjs-core";var No=class{constructor(t){this.variableNames=["logits"],this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=[this.outputShape[0],1,1],this.outputShape[1]>=4096?this.workgroupSize=[256,1,1]:this.workgroupSize=[64,1,1],this.shaderKey="softmax"}getUserCode(){return`
    var<workgroup> buf : array<f32, ${this.workgroupSize[0]}>;
    var<workgroup> rowMaxShared : f32;
    var<workgroup> rowSumShared : f32;
    const blockSize = ${this.workgroupSize[0]};
    ${y("index")} {
      let row = index / blockSize;
      let tid = i32(localId.x);
      let cols = uniforms.outShape[1];

      var threadMax = -3.402823e+38f;
      for (var col = tid; col < cols; col += blockSize) {
        let value = getLogits(row, col);
        threadMax = max(threadMax, value);
      }
      if (tid < cols) {
        buf[tid] = threadMax;
      }
      workgroupBarrier();

      var reduceSize = min(cols, blockSize);
      for (var currSize = reduceSize >> 1;  currSize > 0; currSize = reduceSize >> 1) {
        reduceSize = currSize + (reduceSize & 1);
        if (tid < currSize) {
          buf[tid] = max(buf[tid], buf[tid + reduceSize]);
        }
        workgroupBarrier();
      }

      if (tid == 0) {
        rowMaxShared = buf[0];
      }
      workgroupBarrier();

      var threadSum = 0.0;
      for (var col = tid; col < cols; col += blockSize) {
        let subExp = exp(getLogits(row, col) - rowMaxShared);
        threadSum += subExp;
      }
      buf[tid] = threadSum;
      workgroupBarrier();

      for (var currSize = blockSize >> 1;  currSize > 0; currSize = currSize >> 1) {
        if (tid < currSize) {
          buf[tid] = buf[tid] + buf[tid + currSize];
        }
        workgroupBarrier();
      }

      if (tid == 0) {
        rowSumShared = buf[0];
      }
      workgroupBarrier();

      for (var col = tid; col < cols; col += blockSize) {
        let value = exp(getLogits(row, col) - rowMaxShared) / rowSumShared;
        setOutputAtCoords(row, col, value);
      }
  }
    `}};function ti(o){let{inputs:t,backend:e,attrs:i}=o,{logits:r}=t,{dim:s}=i,n=R({inputs:{x:r},backend:e,attrs:{shape:[hx.sizeFromShape(r.shape)/r.shape[s],r.shape[s]]}}),a=new No(n.shape),u=e.runWebGPUProgram(a,[n],r.dtype),p=R({inputs:{x:u},backend:e,attrs:{shape:r.shape}});return e.disposeData(n.dataId),e.disposeData(u.dataId),p}var Iu={kernelName:mx,backendName:"webgpu",kernelFunc:ti};function gx(o){let{inputs:t,backend:e,attrs:i}=o,{logits:r}=t,{numSamples:s,seed:n,normalized:a}=i,u=a?r:ti({inputs:{logits:r},backend:e,attrs:{dim:r.shape.length-1}}),p=u.shape[0],l=u.shape[1],c=new $o(p,s),d=[{type:"float32",data:[n]},{type:"int32",data:[l]}],m=e.runWebGPUProgram(c,[u],"int32",d);return a||e.disposeData(u.dataId),m}var vu={kernelName:fx,backendName:"webgpu",kernelFunc:gx};import{Neg as xx}from"@tensorflow/tfjs-core";function Cx(o){let{inputs:t,backend:e}=o,{x:i}=t;if(e.shouldExecuteOnCPU([i])){let s=e.tensorMap.get(i.dataId),[n,a]=Hs(s.values,i.shape,i.dtype);return e.makeTensorInfo(a,i.dtype,n)}let r=new ee(i.shape,I.NEG);return e.runWebGPUProgram(r,[i],i.dtype)}var ku={kernelName:xx,backendName:"webgpu",kernelFunc:Cx};import{kernel_impls as yx,NonMaxSuppressionV3 as Sx}from"@tensorflow/tfjs-core";function wx(o){console.warn("tf.nonMaxSuppression() in webgpu locks the UI thread. Call tf.nonMaxSuppressionAsync() instead");let{inputs:t,backend:e,attrs:i}=o,{boxes:r,scores:s}=t,{maxOutputSize:n,iouThreshold:a,scoreThreshold:u}=i,p=e.readSync(r.dataId),l=e.readSync(s.dataId),{selectedIndices:c}=yx.nonMaxSuppressionV3Impl(p,l,n,a,u);return e.makeTensorInfo([c.length],"int32",new Int32Array(c))}var Ru={kernelName:Sx,backendName:"webgpu",kernelFunc:wx};import{kernel_impls as bx,NonMaxSuppressionV5 as Ix}from"@tensorflow/tfjs-core";function vx(o){console.warn("tf.nonMaxSuppression() in webgpu locks the UI thread. Call tf.nonMaxSuppressionAsync() instead");let{inputs:t,backend:e,attrs:i}=o,{boxes:r,scores:s}=t,{maxOutputSize:n,iouThreshold:a,scoreThreshold:u,softNmsSigma:p}=i,l=e.readSync(r.dataId),c=e.readSync(s.dataId),d=n,m=a,h=u,g=p,{selectedIndices:f,selectedScores:x}=bx.nonMaxSuppressionV5Impl(l,c,d,m,h,g);return[e.makeTensorInfo([f.length],"int32",new Int32Array(f)),e.makeTensorInfo([x.length],"float32",new Float32Array(x))]}var Du={kernelName:Ix,backendName:"webgpu",kernelFunc:vx};import{OneHot as kx,util as Rx}from"@tensorflow/tfjs-core";var Fo=class{constructor(t,e){this.variableNames=["x"],this.uniforms="onValue : f32, offValue : f32,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=[t,e],this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="onehot"}getUserCode(){return`
      ${y("index")} {
        if(index < uniforms.size) {
          let coords = getCoordsFromIndex(index);
          setOutputAtIndex(index, mix(uniforms.offValue, uniforms.onValue,
                                      f32(i32(round(getX(coords.x))) == coords.y)));
        }
      }
    `}};function Dx(o){let{inputs:t,backend:e,attrs:i}=o,{indices:r}=t,{dtype:s,depth:n,onValue:a,offValue:u}=i,p=Rx.sizeFromShape(r.shape),l=new Fo(p,n),c=R({inputs:{x:r},backend:e,attrs:{shape:[p]}}),d=[{type:"float32",data:[a]},{type:"float32",data:[u]}],m=e.runWebGPUProgram(l,[c],s,d);e.disposeData(c.dataId);let h=[...r.shape,n],g=R({inputs:{x:m},backend:e,attrs:{shape:h}});return e.disposeData(m.dataId),g}var Pu={kernelName:kx,backendName:"webgpu",kernelFunc:Dx};import{OnesLike as $x}from"@tensorflow/tfjs-core";import{ZerosLike as Px}from"@tensorflow/tfjs-core";function ut(o){let{inputs:t,backend:e}=o,{x:i}=t;if(i.dtype==="complex64"){let r=he({inputs:{input:i},backend:e}),s=ut({inputs:{x:r},backend:e}),n=De({inputs:{input:i},backend:e}),a=ut({inputs:{x:n},backend:e}),u=re({inputs:{real:s,imag:a},backend:e});return e.disposeData(r.dataId),e.disposeData(s.dataId),e.disposeData(n.dataId),e.disposeData(a.dataId),u}else return B({attrs:{shape:i.shape,dtype:i.dtype,value:i.dtype==="string"?"":0},backend:e})}var $u={kernelName:Px,backendName:"webgpu",kernelFunc:ut};function Nu(o){let{inputs:t,backend:e}=o,{x:i}=t;if(i.dtype==="string")throw new Error("onesLike is not supported under string dtype");if(i.dtype==="complex64"){let r=he({inputs:{input:i},backend:e}),s=Nu({inputs:{x:r},backend:e}),n=De({inputs:{input:i},backend:e}),a=ut({inputs:{x:n},backend:e}),u=re({inputs:{real:s,imag:a},backend:e});return e.disposeData(r.dataId),e.disposeData(s.dataId),e.disposeData(n.dataId),e.disposeData(a.dataId),u}else return B({attrs:{shape:i.shape,dtype:i.dtype,value:1},backend:e})}var Fu={kernelName:$x,backendName:"webgpu",kernelFunc:Nu};import{Pack as Nx,util as zu}from"@tensorflow/tfjs-core";function Fx(o){let{inputs:t,backend:e,attrs:i}=o,{axis:r}=i;if(t.length===1)return ho({inputs:{input:t[0]},backend:e,attrs:{dim:r}});let s=t[0].shape,n=t[0].dtype;t.forEach(l=>{zu.assertShapesMatch(s,l.shape,"All tensors passed to stack must have matching shapes"),zu.assert(n===l.dtype,()=>"All tensors passed to stack must have matching dtypes")});let a=[],u=t.map(l=>{let c=ho({inputs:{input:l},backend:e,attrs:{dim:r}});return a.push(c),c}),p=qr({inputs:u,backend:e,attrs:{axis:r}});return a.forEach(l=>e.disposeData(l.dataId)),p}var Au={kernelName:Nx,backendName:"webgpu",kernelFunc:Fx};import{PadV2 as zx,util as Tu}from"@tensorflow/tfjs-core";function oi(o,t=!1){let e=o.length,i=E(e),r=o.map((c,d)=>`uniforms.pad${d}[0]`).join(","),s=o.map((c,d)=>`uniforms.pad${d}[0] + uniforms.xShape${e>1?`[${d}]`:""}`).join(","),n=e>1?`${i}(${r})`:`${r}`,a=e>1?`${i}(${s})`:`${s}`,u=e>1?"any(paddedCoords < start)":"paddedCoords < start",p=e>1?"any(paddedCoords >= end)":"paddedCoords >= end",l=e>1?["coords[0]","coords[1]","coords[2]","coords[3]"].slice(0,e):"coords";return`
        let start = ${n};
        let end = ${a};
        if (${u} || ${p}) {
          setOutputAtIndex(index, ${t?0:"uniforms.constantValue"});
        } else {
          let coords = paddedCoords - start;
          setOutputAtIndex(index, getX(${l}));
        }
  `}var zo=class{constructor(t,e){this.variableNames=["x"],this.uniforms="constantValue : f32,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=e.map((i,r)=>i[0]+t[r]+i[1]),this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),e.map((i,r)=>{this.uniforms+=` pad${r} : vec2<i32>,`}),this.xShape=t,this.shaderKey="pad"}getUserCode(){return`
      ${y("index")} {
        if (index < uniforms.size) {
          let paddedCoords = getCoordsFromIndex(index);
          ${oi(this.xShape)}
        }
      }
    `}};var Ax=o=>{let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{paddings:s,constantValue:n}=i;if(s.every(p=>Tu.arraysEqual(p,[0,0])))return U({inputs:{x:r},backend:e});if(Tu.sizeFromShape(r.shape)===0){let p=s.map((l,c)=>l[0]+r.shape[c]+l[1]);return B({backend:e,attrs:{shape:p,value:n,dtype:r.dtype}})}let a=[{type:"float32",data:[n]}];s.map(p=>a.push({type:"int32",data:[p[0],p[1]]}));let u=new zo(r.shape,s);return e.runWebGPUProgram(u,[r],r.dtype,a)},Eu={kernelName:zx,backendName:"webgpu",kernelFunc:Ax};import{Pow as Tx}from"@tensorflow/tfjs-core";var Ex=T({opType:D.POW}),Lu={kernelName:Tx,backendName:"webgpu",kernelFunc:Ex};import{Prelu as Lx}from"@tensorflow/tfjs-core";function _x(o){let{inputs:t,backend:e}=o,{x:i,alpha:r}=t,s=new de(D.PRELU,i.shape,r.shape);return e.runWebGPUProgram(s,[i,r],"float32")}var _u={kernelName:Lx,backendName:"webgpu",kernelFunc:_x};import{Prod as Bx}from"@tensorflow/tfjs-core";function Mx(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{axis:s,keepDims:n}=i;return te(r,s,n,"prod",e)}var Bu={kernelName:Bx,backendName:"webgpu",kernelFunc:Mx};import{Range as Ux}from"@tensorflow/tfjs-core";var Wx=o=>{let{backend:t,attrs:e}=o,{start:i,stop:r,step:s,dtype:n}=e,a=Xs(i,r,s,n);return t.makeTensorInfo([a.length],n,a)},Mu={kernelName:Ux,backendName:"webgpu",kernelFunc:Wx};import{RealDiv as Ox}from"@tensorflow/tfjs-core";var Vx=T({opType:D.DIV}),Uu={kernelName:Ox,backendName:"webgpu",kernelFunc:Vx};import{Reciprocal as Gx}from"@tensorflow/tfjs-core";var Hx=$({opType:I.RECIPROCAL}),Wu={kernelName:Gx,backendName:"webgpu",kernelFunc:Hx};import{Relu as Kx}from"@tensorflow/tfjs-core";var qx=$({opType:I.RELU}),Ou={kernelName:Kx,backendName:"webgpu",kernelFunc:qx};import{Relu6 as Xx}from"@tensorflow/tfjs-core";var Yx=$({opType:I.RELU6}),Vu={kernelName:Xx,backendName:"webgpu",kernelFunc:Yx};import{ResizeBilinear as jx}from"@tensorflow/tfjs-core";var Ao=class{constructor(t,e,i){this.variableNames=["x"],this.uniforms="adjustHeightWidth : vec2<f32>, halfPixelCenters : f32,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=[t[0],e,i,t[3]],this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="resizeBilinear"}getUserCode(){return`
      ${y("index")} {
        if (index < uniforms.size) {
        let coords = getCoordsFromIndex(index);
          let b = coords[0];
          let d = coords[3];
          let rc = coords.yz;

          let effectiveInSize = vec2<f32>(
            f32(uniforms.xShape.y) - uniforms.adjustHeightWidth[0],
            f32(uniforms.xShape.z) - uniforms.adjustHeightWidth[1]);

          let effectiveOutSize = vec2<f32>(
            f32(uniforms.outShape.y) - uniforms.adjustHeightWidth[0],
            f32(uniforms.outShape.z) - uniforms.adjustHeightWidth[1]);

          let effectiveInputOverOutputRatioRC =
              effectiveInSize / effectiveOutSize;

          // Fractional source index
          let sourceFracIndexRC =
            (vec2<f32>(rc) + vec2<f32>(uniforms.halfPixelCenters)) *
            effectiveInputOverOutputRatioRC - vec2<f32>(uniforms.halfPixelCenters);

          // Compute the four integer indices.
          let sourceFloorRC = vec2<i32>(sourceFracIndexRC);
          let sourceCeilRC = vec2<i32>(
            min(vec2<f32>(uniforms.xShape.yz) - vec2<f32>(1.0), ceil(sourceFracIndexRC)));

          let topLeft = getX(b, sourceFloorRC.x, sourceFloorRC.y, d);
          let bottomLeft = getX(b, sourceCeilRC.x, sourceFloorRC.y, d);
          let topRight = getX(b, sourceFloorRC.x, sourceCeilRC.y, d);
          let bottomRight = getX(b, sourceCeilRC.x, sourceCeilRC.y, d);

          let fracRC = sourceFracIndexRC - vec2<f32>(sourceFloorRC);

          let top = topLeft + (topRight - topLeft) * fracRC.y;
          let bottom = bottomLeft + (bottomRight - bottomLeft) * fracRC.y;
          let newValue = top + (bottom - top) * fracRC.x;

          setOutputAtIndex(index, newValue);
        }
      }
    `}};function Qx(o){let{inputs:t,backend:e,attrs:i}=o,{images:r}=t,{alignCorners:s,size:n,halfPixelCenters:a}=i,[u,p]=n,l=s&&u>1?1:0,c=s&&p>1?1:0,m=[{type:"float32",data:[l,c]},{type:"float32",data:[a?.5:0]}],h=new Ao(r.shape,u,p);return e.runWebGPUProgram(h,[r],"float32",m)}var Gu={kernelName:jx,backendName:"webgpu",kernelFunc:Qx};import{ResizeBilinearGrad as Zx}from"@tensorflow/tfjs-core";var To=class{constructor(t,e){this.variableNames=["dy"],this.uniforms=`effectiveXSize : vec2<i32>, effectiveYSize : vec2<i32>, heightScale : f32, widthScale : f32,
       invHeightScale : f32, invWidthScale : f32, winHeight : i32, winWidth : i32,`,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.alignCorners=e,this.shaderKey=`resizeBilinearBackprop_${e}`}getUserCode(){return`
      ${y("index")} {
        if (index < uniforms.size) {
          let coords = getOutputCoords();
          let b = coords[0];
          let d = coords[3];
          let r = coords[1];
          let c = coords[2];

          var accumulator = 0.0;

          // Compute bounds for where in dy we will look
          let startRLerp = floor(f32(r) * uniforms.invHeightScale);
          let startDyR = i32(startRLerp - f32(uniforms.winHeight / 2));

          let startCLerp = floor(f32(c) * uniforms.invWidthScale);
          let startDyC = i32(startCLerp - f32(uniforms.winWidth / 2));

          // Loop over dy
          for (var dyROffset = 0; dyROffset < uniforms.winHeight; dyROffset++) {
            let dyR = startDyR + dyROffset;

            // Guard against the window exceeding the bounds of dy
            if (dyR < 0 || dyR >= uniforms.dyShape[1]) {
              continue;
            }

            for (var dyCOffset = 0; dyCOffset < uniforms.winWidth; dyCOffset++) {
              let dyC = startDyC + dyCOffset;

              // Guard against the window exceeding the bounds of dy
              if (dyC < 0 || dyC >= uniforms.dyShape[2]) {
                continue;
              }

              let dxR = f32(dyR) * uniforms.heightScale;
              let topDxRIndex = i32(floor(dxR));
              let bottomDxRIndex = i32(min(ceil(dxR), f32(uniforms.outShape[1] - 1)));
              let dxRLerp = dxR - f32(topDxRIndex);
              let inverseDxRLerp = 1.0 - dxRLerp;

              let dxC = f32(dyC) * uniforms.widthScale;
              let leftDxCIndex = i32(floor(dxC));
              let rightDxCIndex = i32(min(ceil(dxC), f32(uniforms.outShape[2] - 1)));
              let dxCLerp = dxC - f32(leftDxCIndex);
              let inverseDxCLerp = 1.0 - dxCLerp;

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

          setOutputAtIndex(index, accumulator);
        }
      }
    `}};function Jx(o){let{inputs:t,backend:e,attrs:i}=o,{images:r,dy:s}=t,{alignCorners:n}=i,[,a,u]=r.shape,[,p,l]=s.shape,c=[n&&p>1?a-1:a,n&&l>1?u-1:u],d=[n&&p>1?p-1:p,n&&l>1?l-1:l],m=c[0]/d[0],h=c[1]/d[1],g=1/m,f=1/h,x=Math.ceil(g)*2+2,C=Math.ceil(f)*2+2,b=new To(r.shape,n),v=[{type:"int32",data:c},{type:"int32",data:d},{type:"float32",data:[m]},{type:"float32",data:[h]},{type:"float32",data:[g]},{type:"float32",data:[f]},{type:"int32",data:[x]},{type:"int32",data:[C]}];return e.runWebGPUProgram(b,[s],s.dtype,v)}var Hu={kernelName:Zx,backendName:"webgpu",kernelFunc:Jx};import{ResizeNearestNeighbor as eC}from"@tensorflow/tfjs-core";var Eo=class{constructor(t,e,i,r){this.variableNames=["x"],this.uniforms="adjustHeightWidth : vec2<f32>, roundBase : f32,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=[t[0],e,i,t[3]],this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.halfPixelCenters=r,this.shaderKey=`resizeNearest_${r}`}getUserCode(){let t;return this.halfPixelCenters?t="max((vec2<f32>(rc) + vec2<f32>(0.5)) * effectiveInputOverOutputRatioRC, vec2<f32>(0.0))":t="vec2<f32>(rc) * effectiveInputOverOutputRatioRC",`
      ${y("index")} {
        if (index < uniforms.size) {
          let coords = getCoordsFromIndex(index);
          let b = coords[0];
          let d = coords[3];
          let rc = coords.yz;

          let effectiveInSize = vec2<f32>(
            f32(uniforms.xShape.y) - uniforms.adjustHeightWidth[0],
            f32(uniforms.xShape.z) - uniforms.adjustHeightWidth[1]);

          let effectiveOutSize = vec2<f32>(
            f32(uniforms.outShape.y) - uniforms.adjustHeightWidth[0],
            f32(uniforms.outShape.z) - uniforms.adjustHeightWidth[1]);

          let effectiveInputOverOutputRatioRC =
              effectiveInSize / effectiveOutSize;

          // Fractional source index
          let sourceFracIndexRC = ${t};

          // Compute the coordinators of nearest neighbor point.
          let inputShapeRC = vec2<f32>(f32(uniforms.xShape.y), f32(uniforms.xShape.z));
          let sourceNearestRC = vec2<i32>(
            min(inputShapeRC - 1.0, floor(sourceFracIndexRC + uniforms.roundBase)));
          let newValue = getX(b, sourceNearestRC.x, sourceNearestRC.y, d);

          setOutputAtIndex(index, newValue);
        }
      }
    `}};function tC(o){let{inputs:t,backend:e,attrs:i}=o,{images:r}=t,{alignCorners:s,halfPixelCenters:n,size:a}=i,[u,p]=a,l=s&&u>1?1:0,c=s&&p>1?1:0,m=[{type:"float32",data:[l,c]},{type:"float32",data:[s?.5:0]}],h=new Eo(r.shape,u,p,n);return e.runWebGPUProgram(h,[r],r.dtype,m)}var Ku={kernelName:eC,backendName:"webgpu",kernelFunc:tC};import{ResizeNearestNeighborGrad as oC}from"@tensorflow/tfjs-core";var Lo=class{constructor(t,e){this.variableNames=["dy"],this.uniforms=`effectiveXSize : vec2<i32>, effectiveYSize : vec2<i32>, invHeightScale : f32, invWidthScale : f32,
       winHeight : i32, winWidth : i32,`,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.alignCorners=e,this.shaderKey=`resizeNearestNeigborBackprop_${e}`}getUserCode(){return`
      ${y("index")} {
        if (index < uniforms.size) {
          let coords = getOutputCoords();
          let b = coords[0];
          let d = coords[3];
          let r = coords[1];
          let c = coords[2];

          var accumulator = 0.0;

          // Compute bounds for where in dy we will look
          let startRLerp = floor(f32(r) * uniforms.invHeightScale);
          let startDyR = i32(floor(startRLerp - f32(uniforms.winHeight / 2)));

          let startCLerp = floor(f32(c) * uniforms.invWidthScale);
          let startDyC = i32(floor(startCLerp - f32(uniforms.winWidth / 2)));

          // Loop over dy
          for (var dyROffset = 0; dyROffset < uniforms.winHeight; dyROffset++) {
            let dyR = startDyR + dyROffset;

            // Guard against the window exceeding the bounds of dy
            if (dyR < 0 || dyR >= uniforms.dyShape[1]) {
              continue;
            }

            for (var dyCOffset = 0; dyCOffset < uniforms.winWidth; dyCOffset++) {
              let dyC = startDyC + dyCOffset;

              // Guard against the window exceeding the bounds of dy
              if (dyC < 0 || dyC >= uniforms.dyShape[2]) {
                continue;
              }

              let sourceFracRow = f32(uniforms.effectiveXSize[0]) *
                  (f32(dyR) / f32(uniforms.effectiveYSize[0]));

              let sourceFracCol = f32(uniforms.effectiveXSize[1]) *
                  (f32(dyC) / f32(uniforms.effectiveYSize[1]));

              let sourceNearestRow =
                  i32(min(f32(uniforms.outShape[1] - 1),
                  ${this.alignCorners?"floor(sourceFracRow + 0.5)":"floor(sourceFracRow)"}));

              let sourceNearestCol =
                  i32(min(f32(uniforms.outShape[2] - 1),
                  ${this.alignCorners?"floor(sourceFracCol + 0.5)":"floor(sourceFracCol)"}));

              if (r == sourceNearestRow && c == sourceNearestCol) {
                accumulator += getDy(b, dyR, dyC, d);
              }
            }
          }
          // End loop over dy

          setOutputAtIndex(index, accumulator);
        }
      }
    `}};function rC(o){let{inputs:t,backend:e,attrs:i}=o,{images:r,dy:s}=t,{alignCorners:n}=i,[,a,u]=r.shape,[,p,l]=s.shape,c=[n&&p>1?a-1:a,n&&l>1?u-1:u],d=[n&&p>1?p-1:p,n&&l>1?l-1:l],m=c[0]/d[0],h=c[1]/d[1],g=1/m,f=1/h,x=Math.ceil(g)*2+2,C=Math.ceil(f)*2+2,b=new Lo(r.shape,n),v=[{type:"int32",data:c},{type:"int32",data:d},{type:"float32",data:[g]},{type:"float32",data:[f]},{type:"int32",data:[x]},{type:"int32",data:[C]}];return e.runWebGPUProgram(b,[s],s.dtype,v)}var qu={kernelName:oC,backendName:"webgpu",kernelFunc:rC};import{Reverse as iC,util as sC}from"@tensorflow/tfjs-core";var _o=class{constructor(t){this.variableNames=["x"],this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.uniforms=" axis : vec4<i32>,",this.shaderKey="reverse"}getUserCode(){return`
      
      // Using uniform variables as judging conditions, so the function has
      // coherent execution within all threads.
      fn getReverseCoords(coords : vec4<i32>) -> vec4<i32> {
        var reverseCoords = coords;
        if (uniforms.axis[0] == 1) {
          reverseCoords[0] = uniforms.xShape[0] - coords[0] - 1;
        }
        if (uniforms.axis[1] == 1) {
          reverseCoords[1] = uniforms.xShape[1] - coords[1] - 1;
        }
        if (uniforms.axis[2] == 1) {
          reverseCoords[2] = uniforms.xShape[2] - coords[2] - 1;
        }
        if (uniforms.axis[3] == 1) {
          reverseCoords[3] = uniforms.xShape[3] - coords[3] - 1;
        }

        return reverseCoords;
      }
    
      ${y("index")} {
        if (index < uniforms.size) {
          let coords = getCoordsFromIndex(index);
          let reverseCoords = getReverseCoords(coords);
          setOutputAtIndex(index, getX(reverseCoords[0],
              reverseCoords[1], reverseCoords[2], reverseCoords[3]));
        }
      }
    `}};function nC(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{dims:s}=i,n=r.shape.length;if(n===0)return U({inputs:{x:r},backend:e});let a=r.shape,u=[1,1,1,1];a.forEach((f,x)=>{let C=x+4-n;u[C]=f});let p=sC.parseAxisParam(s,r.shape),l=[0,0,0,0];p.forEach(f=>{let x=f+4-n;l[x]=1});let c=[{type:"int32",data:l}],d=R({inputs:{x:r},backend:e,attrs:{shape:u}}),m=new _o(u),h=e.runWebGPUProgram(m,[d],d.dtype,c);e.disposeData(d.dataId);let g=R({inputs:{x:h},backend:e,attrs:{shape:a}});return e.disposeData(h.dataId),g}var Xu={kernelName:iC,backendName:"webgpu",kernelFunc:nC};import{backend_util as aC}from"@tensorflow/tfjs-core";import{RotateWithOffset as uC}from"@tensorflow/tfjs-core";var Bo=class{constructor(t,e){this.outputShape=[],this.variableNames=["x"],this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.uniforms=`centerX : f32, centerY : f32, sinRadians : f32,
          cosRadians : f32,`,this.shaderKey="rotate",this.outputShape=t,typeof e=="number"?(this.uniforms+=" fillValue : f32,",this.fillSnippet="var outputValue = uniforms.fillValue;",this.shaderKey+="_float"):(this.uniforms+=" fillValue : vec3<f32>,",this.fillSnippet="var outputValue = uniforms.fillValue[coords[3]];",this.shaderKey+="_vec3")}getUserCode(){return`
        ${y("index")} {
          if (index < uniforms.size) {
            let coords = getCoordsFromIndex(index);
            let coordXFloat = (f32(coords[2]) - uniforms.centerX) *
                uniforms.cosRadians - (f32(coords[1]) - uniforms.centerY) *
                uniforms.sinRadians;
            let coordYFloat = (f32(coords[2]) - uniforms.centerX) *
                uniforms.sinRadians + (f32(coords[1]) - uniforms.centerY) *
                uniforms.cosRadians;
            let coordX = i32(round(coordXFloat + uniforms.centerX));
            let coordY = i32(round(coordYFloat + uniforms.centerY));
            ${this.fillSnippet}
            if(coordX >= 0 && coordX < uniforms.xShape[2] && coordY >= 0 &&
                coordY < uniforms.xShape[1]) {
              outputValue = getX(coords[0], coordY, coordX, coords[3]);
            }
            setOutputAtIndex(index, outputValue);
          }
        }
      `}};var Yu={kernelName:uC,backendName:"webgpu",kernelFunc:({inputs:o,attrs:t,backend:e})=>{let{image:i}=o,{radians:r,fillValue:s,center:n}=t,a=e,u=new Bo(i.shape,s),[p,l]=aC.getImageCenter(n,i.shape[1],i.shape[2]),c=[{type:"float32",data:[p]},{type:"float32",data:[l]},{type:"float32",data:[Math.sin(r)]},{type:"float32",data:[Math.cos(r)]}];return typeof s=="number"?c.push({type:"float32",data:[Number.parseFloat(s.toFixed(2))]}):c.push({type:"float32",data:s}),a.runWebGPUProgram(u,[i],i.dtype,c)}};import{Round as pC}from"@tensorflow/tfjs-core";var lC=$({opType:I.ROUND}),ju={kernelName:pC,backendName:"webgpu",kernelFunc:lC};import{Rsqrt as cC}from"@tensorflow/tfjs-core";var dC=$({opType:I.RSQRT,cpuKernelImpl:Ys}),Qu={kernelName:cC,backendName:"webgpu",kernelFunc:dC};import{backend_util as mC,ScatterNd as hC,util as fC}from"@tensorflow/tfjs-core";var pe=class{constructor(t,e,i,r,s,n,a,u=!0){this.variableNames=["updates","indices"],this.workgroupSize=[64,1,1],this.atomic=!0,this.outputShape=n,this.type=a,this.sumDupeIndices=u,this.dispatchLayout=w(t),this.dispatch=S(this.dispatchLayout,t,this.workgroupSize),this.sliceDimGreaterThanOne=e>1,this.shaderKey=`scatter_${i}_${r}_${this.sliceDimGreaterThanOne}_${a}_${u}_${s.length}`;let p=E(s.length);this.uniforms=`sliceDim : i32, strides: ${p}, updatesSize: i32,`,this.updatesRank=r,this.indicesRank=i}getUserCode(){let t="";this.indicesRank===1?t="coords[0]":this.indicesRank===2&&(t="coords[0], j");let e=`getIndices(${t})`,i=this.sliceDimGreaterThanOne?"uniforms.strides[j]":"uniforms.strides",r="",s="";this.dispatchLayout.x.length===1?(r="flattenedIndex",s=`
      fn getUpdatesCoordsFromFlatIndex(index : i32) -> i32 {
        return index;
      }
      `):this.dispatchLayout.x.length===2&&(r="vec2<i32>(flattenedIndex, coords[1])",s=`
      fn getUpdatesCoordsFromFlatIndex(index : i32) -> vec2<i32> {
        // N.B. |updates| could be a scalar tensor, conceptually representing a
        // 2D tensor with all values equal to that. By design, its size must be
        // the same as |outShape[1]| in one dimension, and |indicesShape[0]|
        // gives the other.
        let sliceSize = uniforms.outShape[1];
        let d0 = index / sliceSize;
        let d1 = index - d0 * sliceSize;
        return vec2<i32>(d0, d1);
      }
      `);let a=`getUpdates(${Array.from({length:this.updatesRank},(p,l)=>`coords[${l}]`).join(", ")})`;return`
    ${s}
      ${y("index")} {
        if (index < uniforms.updatesSize) {
          let coords = getUpdatesCoordsFromFlatIndex(index);
          var flattenedIndex = 0;
          for (var j = 0; j < uniforms.sliceDim; j = j + 1) {
            let indexInside = i32(round(${e}));
            flattenedIndex = flattenedIndex + indexInside * ${i};
          }
          let updateValue =
              ${fe(this.type)}(${a});
          let flatIndex = getOutputIndexFromCoords(${r});

          ${this.sumDupeIndices?Z("&result[flatIndex]","updateValue",this.type):"atomicStore(&result[flatIndex], bitcast<i32>(updateValue));"}
        }
      }`}};function gC(o){let{inputs:t,backend:e,attrs:i}=o,{indices:r,updates:s}=t,{shape:n}=i,{sliceRank:a,numUpdates:u,sliceSize:p,strides:l,outputSize:c}=mC.calculateShapes(s,r,n),d=[c/p,p];if(c===0)return e.makeTensorInfo(n,r.dtype);let m=R({inputs:{x:r},backend:e,attrs:{shape:[u,a]}}),h=R({inputs:{x:s},backend:e,attrs:{shape:[u,p]}}),g=h.dtype,f=B({backend:e,attrs:{shape:d,value:0,dtype:g}}),x=fC.sizeFromShape(h.shape),C=[{type:"int32",data:[a]},{type:"int32",data:l},{type:"int32",data:[x]}],b=new pe(h.shape,a,m.shape.length,h.shape.length,l,d,g),v=e.runWebGPUProgram(b,[h,m],g,C,f),k=R({inputs:{x:v},backend:e,attrs:{shape:n}});return e.disposeData(m.dataId),e.disposeData(h.dataId),e.disposeData(v.dataId),k}var Zu={kernelName:hC,backendName:"webgpu",kernelFunc:gC};import{SearchSorted as xC}from"@tensorflow/tfjs-core";var Mo=class{constructor(t,e){this.outputShape=[],this.variableNames=["sortedSequence","values"],this.uniforms="numInputs : i32,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.side=e,this.shaderKey=`search_sorted_${e}`}getUserCode(){return`
      fn findBound(batch: i32, value: f32) -> i32 {
        var left = i32(0);
        var right = uniforms.numInputs;
        while (left < right) {
          var mid = (left + right) / 2;
          if (getSortedSequence(batch, mid) ${this.side==="left"?"<":"<="} value) {
            left = mid + 1;
          } else {
            right = mid;
          }
        }
        return right;
      }

      ${y("index")} {
        if (index < uniforms.size) {
          let coords = getCoordsFromIndex(index);
          let value = getValuesByOutputIndex(index);
          setOutputAtIndexI32(index, findBound(coords[0], value));
        }
      }
    `}};function CC(o){let{inputs:t,backend:e,attrs:i}=o,{sortedSequence:r,values:s}=t,{side:n}=i,a=new Mo([s.shape[0],s.shape[1]],n),u=[{type:"int32",data:[r.shape[1]]}];return e.runWebGPUProgram(a,[r,s],"int32",u)}var Ju={kernelName:xC,backendName:"webgpu",kernelFunc:CC};import{Select as yC,upcastType as SC}from"@tensorflow/tfjs-core";var Uo=class{constructor(t,e,i){this.variableNames=["c","a","b"],this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=e,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.cRank=t,this.rank=i,this.shaderKey="select"}getUserCode(){let t,e;if(this.rank>4)throw Error(`Where for rank ${this.rank} is not yet supported`);if(this.rank===1)e="resRC",t="resRC";else{let r=["resRC.x","resRC.y","resRC.z","resRC.w"],s=[],n=[];for(let a=0;a<this.outputShape.length;a++)n.push(`${r[a]}`),a<this.cRank&&s.push(`${r[a]}`);t=s.join(),e=n.join()}return`
      ${y("index")} {
        if (index < uniforms.size) {
          let resRC = getCoordsFromIndex(index);
          let cVal = getC(${t});
          if (cVal >= 1.0) {
            setOutputAtIndex(index, getA(${e}));
          } else {
            setOutputAtIndex(index, getB(${e}));
          }
        }
      }
    `}};function wC(o){let{inputs:t,backend:e}=o,{condition:i,t:r,e:s}=t,n=new Uo(i.shape.length,r.shape,r.shape.length);return e.runWebGPUProgram(n,[i,r,s],SC(r.dtype,s.dtype))}var ep={kernelName:yC,backendName:"webgpu",kernelFunc:wC};import{Selu as bC}from"@tensorflow/tfjs-core";var IC=$({opType:I.SELU}),tp={kernelName:bC,backendName:"webgpu",kernelFunc:IC};import{Sigmoid as vC}from"@tensorflow/tfjs-core";var kC=$({opType:I.SIGMOID}),op={kernelName:vC,backendName:"webgpu",kernelFunc:kC};import{Sign as RC}from"@tensorflow/tfjs-core";var DC=$({opType:I.SIGN}),rp={kernelName:RC,backendName:"webgpu",kernelFunc:DC};import{Sin as PC}from"@tensorflow/tfjs-core";var $C=$({opType:I.SIN}),ip={kernelName:PC,backendName:"webgpu",kernelFunc:$C};import{Sinh as NC}from"@tensorflow/tfjs-core";var FC=$({opType:I.SINH}),sp={kernelName:NC,backendName:"webgpu",kernelFunc:FC};import{Softplus as zC}from"@tensorflow/tfjs-core";var AC=$({opType:I.SOFTPLUS}),np={kernelName:zC,backendName:"webgpu",kernelFunc:AC};import{backend_util as ri,SpaceToBatchND as TC,util as ap}from"@tensorflow/tfjs-core";var Wo=class{constructor(t,e,i,r,s,n){this.variableNames=["x"],this.outputShape=[],this.uniforms="",this.workgroupSize=[64,1,1],this.size=!0;let a=new Array(r.length);for(let u=0;u<a.length;u++)a[u]=r[s[u]];this.outputShape=a,this.newDim=s,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.xShape=t,this.paddedXShape=e,this.uniforms+=`reshapedPaddedXShape : ${E(r.length)}, paddedXShapeStrides : ${E(n)}, `,i.map((u,p)=>{this.uniforms+=` pad${p} : vec2<i32>,`}),this.shaderKey=`spaceToBatchND_${s}`}getUserCode(){let t=E(this.outputShape.length),e=Er(this.newDim);return`
      ${Ve(this.paddedXShape,"PaddedX")}
      ${y("index")} {
        if(index < uniforms.size) {
          let coords = getCoordsFromIndex(index);
          let switchedIndex = getIndexFromCoords${this.outputShape.length}D(${t}(${e}), uniforms.reshapedPaddedXShape);
          let paddedCoords = getPaddedXCoordsFromIndex(switchedIndex);
          ${oi(this.xShape,!0)}
        }
      }
    `}};var EC=o=>{let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{blockShape:s,paddings:n}=i;ap.assert(r.shape.length<=4,()=>"spaceToBatchND for rank > 4 with a WebGPU backend not implemented yet");let a=s.reduce((C,b)=>C*b),u=[[0,0]];u.push(...n);for(let C=1+s.length;C<r.shape.length;++C)u.push([0,0]);let p=u.map((C,b)=>C[0]+r.shape[b]+C[1]),l=ri.getReshaped(p,s,a,!1),c=ri.getPermuted(l.length,s.length,!1),d=ri.getReshapedPermuted(p,s,a,!1),m=ap.computeStrides(p),h=new Wo(r.shape,p,u,l,c,m.length),g=[{type:"int32",data:l},{type:"int32",data:m}];u.map(C=>g.push({type:"int32",data:[C[0],C[1]]}));let f=e.runWebGPUProgram(h,[r],r.dtype,g),x=R({inputs:{x:f},backend:e,attrs:{shape:d}});return e.disposeData(f.dataId),x},up={kernelName:TC,backendName:"webgpu",kernelFunc:EC};import{SparseSegmentMean as LC}from"@tensorflow/tfjs-core";import{util as pp}from"@tensorflow/tfjs-core";var Oo=class{constructor(t,e,i){this.variableNames=["input","indices","segmentIds"],this.outputShape=[],this.uniforms="segmentSize : i32, sparseSize : i32,",this.workgroupSize=[64,1,1],this.atomic=!0,this.outputShape=t,this.type=i,this.dispatchLayout=w([e]),this.dispatch=S(this.dispatchLayout,[e],this.workgroupSize),this.shaderKey="sparseSegmentSum"}getUserCode(){return`
    ${y("index")} {
      if (index < uniforms.sparseSize) {
        let indexInSegmentIds = index / uniforms.segmentSize;
        let indexInSegment = index % uniforms.segmentSize;
        let indexInInput = indices[indexInSegmentIds];
        let segmentId = segmentIds[indexInSegmentIds];

        let value = input[indexInInput * uniforms.segmentSize + indexInSegment];
        let outIndex = segmentId * uniforms.segmentSize + indexInSegment;
        ${Z("&result[outIndex]","value",this.type)}
      }
    }
  `}},Vo=class{constructor(t,e){this.variableNames=["segmentIds"],this.outputShape=[],this.workgroupSize=[64,1,1],this.atomic=!0,this.outputShape=[t],this.dispatchLayout=w(e),this.dispatch=S(this.dispatchLayout,e,this.workgroupSize),this.shaderKey="sparseSegmentIdCountProgram"}getUserCode(){return`
    ${y("index")} {
      if (index < uniforms.segmentIdsShape) {
        let segmentId = segmentIds[index];
        ${Z("&result[segmentId]","1","int32")}
      }
    }
  `}},Go=class{constructor(t,e){this.variableNames=["segmentSum","sameSegmentIdCount"],this.outputShape=[],this.uniforms="segmentSize : i32",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.type=e,this.dispatchLayout=w(t),this.dispatch=S(this.dispatchLayout,t,this.workgroupSize),this.shaderKey="sparseSegmentMean"}getUserCode(){return`
    ${y("index")} {
      if (index < uniforms.size) {
        let segmentId = index / uniforms.segmentSize;
        let count = sameSegmentIdCount[segmentId];
        if (count != 0) {
          ${this.type==="float32"?"setOutputAtIndex(index, segmentSum[index] / f32(count));":"setOutputAtIndexI32(index, segmentSum[index] / count);"}
        }
      }
    }
  `}};function Ho(o,t,e,i=!1,r){let n=pp.sizeFromShape(o.shape)/o.shape[0],a=o.dtype,u=pp.sizeFromShape(t.shape),p=r.readSync(e.dataId),c=u>0?p[u-1]+1:0,d,m=o.shape.slice();m[0]=c;let h=u*n,g=B({backend:r,attrs:{shape:m,value:0,dtype:a}});d=new Oo(m,h,a);let f=[{type:"int32",data:[n]},{type:"int32",data:[h]}],x=r.runWebGPUProgram(d,[o,t,e],a,f,g);if(i)return x;let C=B({backend:r,attrs:{shape:[c],value:0,dtype:"int32"}});d=new Vo(c,e.shape);let b=r.runWebGPUProgram(d,[e],"int32",null,C),v=B({backend:r,attrs:{shape:m,value:0,dtype:a}});d=new Go(m,a),f=[{type:"int32",data:[n]}];let k=r.runWebGPUProgram(d,[x,b],a,f,v);return r.disposeData(x.dataId),r.disposeData(b.dataId),k}function _C(o){let{inputs:t,backend:e}=o,{data:i,indices:r,segmentIds:s}=t;return Ho(i,r,s,!1,e)}var lp={kernelName:LC,backendName:"webgpu",kernelFunc:_C};import{SparseSegmentSum as BC}from"@tensorflow/tfjs-core";function MC(o){let{inputs:t,backend:e}=o,{data:i,indices:r,segmentIds:s}=t;return Ho(i,r,s,!0,e)}var cp={kernelName:BC,backendName:"webgpu",kernelFunc:MC};import{backend_util as GC,SparseToDense as HC,util as ii}from"@tensorflow/tfjs-core";import{buffer as WC,Tile as OC,util as VC}from"@tensorflow/tfjs-core";var Ko=class{constructor(t,e){this.variableNames=["A"],this.workgroupSize=[64,1,1],this.size=!0;let i=new Array(t.length);for(let r=0;r<i.length;r++)i[r]=t[r]*e[r];this.outputShape=i,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.rank=this.outputShape.length,this.shaderKey="tile"}getUserCode(){let t=UC(this.rank,"uniforms.");return`
      ${y("index")} {
        if (index < uniforms.size) {
          let resRC = getCoordsFromIndex(index);
          setOutputAtIndex(index, getA(${t}));
        }
      }
    `}};function UC(o,t=""){if(o>=5)throw Error(`Tile for rank ${o} is not yet supported`);if(o===1)return`(resRC % ${t}aShape)`;let e=["resRC.x","resRC.y","resRC.z","resRC.w"],i=[];for(let r=0;r<o;r++)i.push(`(${e[r]} % ${t}aShape[${r}])`);return i.join()}function pt(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{reps:s}=i;if(e.shouldExecuteOnCPU([r])||r.dtype==="string"||r.shape.length>=5){let u=e.readSync(r.dataId),p=r.dtype==="string"?u.map(d=>VC.decodeString(d)):u,l=WC(r.shape,r.dtype,p),c=on(l,s);return e.makeTensorInfo(c.shape,c.dtype,c.values)}let n=new Ko(r.shape,s);return e.runWebGPUProgram(n,[r],r.dtype)}var dp={kernelName:OC,backendName:"webgpu",kernelFunc:pt};function KC(o){let{inputs:t,backend:e,attrs:i}=o,{sparseIndices:r,sparseValues:s,defaultValue:n}=t,{outputShape:a}=i,{sliceRank:u,numUpdates:p,sliceSize:l,strides:c,outputSize:d}=GC.calculateShapes(s,r,a),m=!1;if(s.dtype==="string"){let F=e.bufferSync(r),A=e.bufferSync(s),M=ii.decodeString(e.readSync(n.dataId)[0]),W=js(F,A,a,d,l,p,u,c,M,m);return e.makeTensorInfo(a,W.dtype,W.values)}let h=[d/l,l],g=R({inputs:{x:r},backend:e,attrs:{shape:[p,u]}}),f=s.shape.length?R({inputs:{x:s},backend:e,attrs:{shape:[p,l]}}):U({inputs:{x:s},backend:e}),x=f.dtype,C=e.makeTensorInfo([],x,ii.makeZerosTypedArray(1,x)),b=R({inputs:{x:n},backend:e,attrs:{shape:Array(h.length).fill(1)}}),v=pt({inputs:{x:b},backend:e,attrs:{reps:h}}),k=ii.sizeFromShape([p,l]),P=[{type:"int32",data:[u]},{type:"int32",data:c},{type:"int32",data:[k]}];switch(p){case 0:break;case 1:{let F=new pe([p,l],u,g.shape.length,f.shape.length,c,h,x,m);e.runWebGPUProgram(F,[f,g],x,P,v)}break;default:{let F=new pe([p,l],u,g.shape.length,C.shape.length,c,h,x,m);e.runWebGPUProgram(F,[C,g],x,P,v)}{let F=new pe([p,l],u,g.shape.length,f.shape.length,c,h,x);e.runWebGPUProgram(F,[f,g],x,P,v)}}let N=R({inputs:{x:v},backend:e,attrs:{shape:a}});return e.disposeData(g.dataId),e.disposeData(f.dataId),e.disposeData(b.dataId),e.disposeData(C.dataId),e.disposeData(v.dataId),N}var mp={kernelName:HC,backendName:"webgpu",kernelFunc:KC};import{backend_util as qC,SplitV as XC,util as YC}from"@tensorflow/tfjs-core";function jC(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{numOrSizeSplits:s,axis:n}=i,a=YC.parseAxisParam(n,r.shape)[0],u=qC.prepareSplitSize(r,s,a),p=r.shape.length,l=new Array(p).fill(0),c=r.shape.slice();return u.map(d=>{let m=[...c];m[a]=d;let h=ae({inputs:{x:r},backend:e,attrs:{begin:l,size:m}});return l[a]+=d,h})}var hp={kernelName:XC,backendName:"webgpu",kernelFunc:jC};import{Sqrt as QC}from"@tensorflow/tfjs-core";var ZC=$({opType:I.SQRT}),fp={kernelName:QC,backendName:"webgpu",kernelFunc:ZC};import{Square as JC}from"@tensorflow/tfjs-core";var gp={kernelName:JC,backendName:"webgpu",kernelFunc:({inputs:o,backend:t})=>{let{x:e}=o,i=t,r=new ee(e.shape,I.SQUARE);return i.runWebGPUProgram(r,[e],e.dtype)}};import{SquaredDifference as ey}from"@tensorflow/tfjs-core";var ty=T({opType:D.SQUARED_DIFFERENCE}),xp={kernelName:ey,backendName:"webgpu",kernelFunc:ty};import{Step as oy}from"@tensorflow/tfjs-core";function ry({inputs:o,attrs:t,backend:e}){let{x:i}=o,r=new ee(i.shape,I.STEP,"stepAlpha : f32,"),s=[{type:"float32",data:[t.alpha]}];return e.runWebGPUProgram(r,[i],i.dtype,s)}var Cp={kernelName:oy,backendName:"webgpu",kernelFunc:ry};import{buffer as iy,slice_util as yp,StridedSlice as sy,util as ny}from"@tensorflow/tfjs-core";var qo=class{constructor(t){this.variableNames=["x"],this.workPerThread=1,this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize,[this.workPerThread,1,1]);let e=E(this.outputShape.length);this.uniforms=`begin : ${e},  strides : ${e}, `,this.shaderKey="stridedSlice"}getUserCode(){let t=this.outputShape.length,e="";if(t===1)e="coords * uniforms.strides + uniforms.begin";else{let r=0;e=this.outputShape.map((s,n)=>(r++,this.outputShape.length===1?`coords * uniforms.strides[${n}] + uniforms.begin[${n}]`:`coords[${r-1}] * uniforms.strides[${n}] + uniforms.begin[${n}]`)).join(",")}return`
       ${y("index")} {
         if (index < uniforms.size) {
           let coords = getCoordsFromIndex(index);
           setOutputAtIndex(index, getX(${e}));
         }
       }
     `}};function ay(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{begin:s,end:n,strides:a,beginMask:u,endMask:p,ellipsisMask:l,newAxisMask:c,shrinkAxisMask:d}=i,{finalShapeSparse:m,finalShape:h,isIdentity:g,sliceDim0:f,isSimpleSlice:x,begin:C,end:b,strides:v}=yp.sliceInfo(r.shape,s,n,a,u,p,l,c,d),k;if(g)k=R({inputs:{x:r},backend:e,attrs:{shape:h}});else if(f||x){ny.assert(r.shape.length>=1,()=>`Input must have rank at least 1, got: ${r.shape.length}`);let P=yp.computeOutShape(C,b,v),N=ae({inputs:{x:r},backend:e,attrs:{begin:C,size:P}});k=R({inputs:{x:N},backend:e,attrs:{shape:h}}),e.disposeData(N.dataId)}else if(e.shouldExecuteOnCPU([r])){let N=e.readSync(r.dataId),F=iy(r.shape,r.dtype,N),A=Js(m,F,v,C);k=e.makeTensorInfo(h,r.dtype,A.values)}else{let N=new qo(m),F=[{type:"int32",data:C},{type:"int32",data:v}],A=e.runWebGPUProgram(N,[r],r.dtype,F);k=R({inputs:{x:A},backend:e,attrs:{shape:h}}),e.disposeData(A.dataId)}return k}var Sp={kernelName:sy,backendName:"webgpu",kernelFunc:ay};import{StringNGrams as uy}from"@tensorflow/tfjs-core";function py(o){let{inputs:t,backend:e,attrs:i}=o,{separator:r,nGramWidths:s,leftPad:n,rightPad:a,padWidth:u,preserveShortSequences:p}=i,{data:l,dataSplits:c}=t,d=e.readSync(l.dataId),m=e.readSync(c.dataId),[h,g]=en(d,m,r,s,n,a,u,p);return[e.makeTensorInfo([h.length],"string",h),e.makeTensorInfo(c.shape,"int32",g)]}var wp={kernelName:uy,backendName:"webgpu",kernelFunc:py};import{Sub as ly}from"@tensorflow/tfjs-core";var cy=T({opType:D.SUB,cpuKernelImpl:tn,supportsComplex:!0}),bp={kernelName:ly,backendName:"webgpu",kernelFunc:cy};import{Tan as dy}from"@tensorflow/tfjs-core";var my=$({opType:I.TAN}),Ip={kernelName:dy,backendName:"webgpu",kernelFunc:my};import{Tanh as hy}from"@tensorflow/tfjs-core";var fy=$({opType:I.TANH}),vp={kernelName:hy,backendName:"webgpu",kernelFunc:fy};import{backend_util as gy,TensorScatterUpdate as xy,util as Cy}from"@tensorflow/tfjs-core";function yy(o){let{inputs:t,backend:e,attrs:i}=o,{tensor:r,indices:s,updates:n}=t,{}=i,{sliceRank:a,numUpdates:u,sliceSize:p,strides:l,outputSize:c}=gy.calculateShapes(n,s,r.shape),d=[c/p,p];if(c===0)return e.makeTensorInfo(r.shape,s.dtype);let m=[],h=R({inputs:{x:s},backend:e,attrs:{shape:[u,a]}});m.push(h);let g=R({inputs:{x:n},backend:e,attrs:{shape:[u,p]}});m.push(g);let f=R({inputs:{x:r},backend:e,attrs:{shape:d}});m.push(f);let x=pt({inputs:{x:f},backend:e,attrs:{reps:Array(d.length).fill(1)}}),C=new pe([u,p],a,h.shape.length,g.shape.length,l,d,r.dtype,!1),b=Cy.sizeFromShape([u,p]),v=[{type:"int32",data:[a]},{type:"int32",data:l},{type:"int32",data:[b]}],k=e.runWebGPUProgram(C,[g,h],f.dtype,v,x);m.push(k);let P=R({inputs:{x:k},backend:e,attrs:{shape:r.shape}});return m.forEach(N=>e.disposeData(N.dataId)),P}var kp={kernelName:xy,backendName:"webgpu",kernelFunc:yy};import{TopK as Sy,util as wy}from"@tensorflow/tfjs-core";var Xo=class{constructor(t){this.variableNames=["x","indices"],this.workgroupSize=[256,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.uniforms=`inputSize : i32, firstPass : i32, negativeInf : f32,
        dir : i32, inc : i32,`,this.shaderKey="swap"}getUserCode(){return`
        ${y("index")} {
          if (index < uniforms.size) {
            let outC = getCoordsFromIndex(index);
            let batch = outC[0];
            let elemIdx = outC[1];
            // We compare elements pair-wise within a group of size 2 * inc.
            // The comparing rule for each group alternates between ascending
            // and descending. Within each group, we compare each pair at
            // positions i and i+inc. To decide whether an element at position i
            // is x0 or x1, we mod it by 2 * inc, if the result is smaller than
            // inc, it is in the first half of the group, we denote it as x0,
            // otherwise we denote it as x1.
            // For example, as shown in the Bitonic top K paper referenced
            // above, Figure5(a) shows that element[1] is in the second half of
            // the group when group size is 2, but it is in the first half of
            // the group when group size is 4.
            let isFirstInPair = elemIdx % (2 * uniforms.inc) < uniforms.inc;
            var i = 0;
            if (isFirstInPair) {
              i = elemIdx;
            } else {
              i = elemIdx - uniforms.inc;
            }

            var i0 = 0;
            if (uniforms.firstPass == 1) {
              i0 = i;
            } else {
              i0 = i32(getIndices(batch, i));
            }

            var i1 = 0;
            if (uniforms.firstPass == 1) {
              i1 = i + uniforms.inc;
            } else {
              i1 = i32(getIndices(batch, i + uniforms.inc));
            }

            var x0 = f32(0.0);
            var x1 = f32(0.0);
            if (i0 < uniforms.inputSize) {
              x0 = getX(batch, i0);
            } else {
              x0 = uniforms.negativeInf;
            }
            if (i1 < uniforms.inputSize) {
              x1 = getX(batch, i1);
            } else {
              x1 = uniforms.negativeInf;
            }

            let reverse = elemIdx % (2 * uniforms.dir) >= uniforms.dir;
            let isGreater = x0 > x1 || (x0 == x1 && i1 > i0);
            if (reverse == isGreater) {
              // Elements in opposite order of direction
              let iTemp = i0;
              i0 = i1;
              i1 = iTemp;
            }
            if (isFirstInPair) {
              setOutputAtIndex(index, f32(i0));
            } else {
              setOutputAtIndex(index, f32(i1));
            }
          }
        }
      `}},Yo=class{constructor(t){this.variableNames=["x","indices"],this.workgroupSize=[256,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.uniforms="inputSize : i32, firstPass : i32, k : i32,",this.shaderKey="merge"}getUserCode(){return`
        ${y("index")} {
          if (index < uniforms.size) {
            let outC = getCoordsFromIndex(index);
            let batch = outC[0];
            let elemIdx = outC[1];
            // The output size is half of the previous size.
            // If the previous sequence is | | | | _ _ _ _  | | | |  _ _ _ _
            // (k=4), we only need to output the indices at positions |, the
            // indices at positions _ can be thrown away, see Figure5(b) After
            // Phase 2 (Merge phase) in the Bitonic Top K paper referenced
            // above.
            // For example, the paper shows we only need to output the orange
            // bars. The output sequence should look like this | | | | | | | |.
            // Because the sequence is halved, to map the output index back to
            // the previous sequence to find the corresponding value, we need
            // to double the index. When we double the index, we basically
            // interpolate a position, so 2i looks like
            // | _ | _ | _ | _ | _ | _ | _. We move the | to the first k
            // position of each 2k positions by - elemIdx % k. E.g. for output
            // at index 4,5,6,7, we want to get the corresponding element at
            // original index 8,9,10,11, for output at index 8,9,10,11,
            // we want to get the corresponding element at original index
            // 16,17,18,19, so on and so forth.

            var i = 0;
            if (elemIdx < uniforms.k) {
              i = elemIdx;
            } else {
              i = elemIdx * 2 - elemIdx % uniforms.k;
            }
            var i0 = 0;
            if (uniforms.firstPass == 1) {
              i0 = i;
            } else {
              i0 = i32(getIndices(batch, i));
            }
            var i1 = 0;
            if (uniforms.firstPass == 1) {
              i1 = i + uniforms.k;
            } else {
              i1 = i32(getIndices(batch, i + uniforms.k));
            }

            let x0 = getX(batch, i0);
            var x1 = f32(0.0);
            if (i1 < uniforms.inputSize) {
              x1 = getX(batch, i1);
            } else {
              x1 = x0;
            }

            if (x0 >= x1) {
              setOutputAtIndex(index, f32(i0));
            } else {
              setOutputAtIndex(index, f32(i1));
            }
          }
        }
      `}};function Ue(o,t){t!==null&&o.disposeData(t.dataId)}function Rp(o){let t=1;for(;t<o;)t*=2;return t}function by(o){let{inputs:t,backend:e,attrs:i}=o,{x:r}=t,{k:s,sorted:n}=i,a=r.shape,u=a[a.length-1];if(e.shouldExecuteOnCPU([r])){let k=e.readSync(r.dataId),[P,N]=rn(k,a,r.dtype,s,n);return[e.makeTensorInfo(P.shape,P.dtype,P.values),e.makeTensorInfo(N.shape,N.dtype,N.values)]}if(s===0)return a[a.length-1]=0,[e.makeTensorInfo(a,r.dtype,[]),e.makeTensorInfo(a,"int32",[])];if(u===1)return[r,B({attrs:{shape:a,dtype:"int32",value:0},backend:e})];let l=wy.sizeFromShape(a)/u,c=R({inputs:{x:r},attrs:{shape:[l,u]},backend:e}),d=Rp(s),m=Rp(u),h=null,g=()=>h===null?[c,c]:[c,h],f=(k,P,N)=>{let F=g(),A=new Xo(N),W=[{type:"int32",data:[u]},{type:"int32",data:[h===null?1:0]},{type:"float32",data:[Number.NEGATIVE_INFINITY]},{type:"int32",data:[k]},{type:"int32",data:[P]}],V=h;h=e.runWebGPUProgram(A,F,"int32",W),Ue(e,V)};for(let k=1;k<d;k*=2){let P=k*2;for(let N=k;N>=1;N/=2)f(P,N,[l,m])}for(let k=m;k>d;k/=2){let P=g(),N=new Yo([l,k/2]),A=[{type:"int32",data:[u]},{type:"int32",data:[h===null?1:0]},{type:"int32",data:[d]}],M=h;h=e.runWebGPUProgram(N,P,"int32",A),Ue(e,M);let W=d/2,V=W*2;for(let X=W;X>=1;X/=2)f(V,X,h.shape)}let x=h;h=ae({inputs:{x:h},backend:e,attrs:{begin:0,size:[l,s]}}),Ue(e,x);let C=ei({inputs:{x:c,indices:h},backend:e,attrs:{axis:1,batchDims:1}});Ue(e,c);let b=a.slice(0,-1);b.push(s),x=h,h=R({inputs:{x:h},attrs:{shape:b},backend:e}),Ue(e,x);let v=C;return C=R({inputs:{x:C},attrs:{shape:b},backend:e}),Ue(e,v),[C,h]}var Dp={kernelName:Sy,backendName:"webgpu",kernelFunc:by};import{Transform as Iy}from"@tensorflow/tfjs-core";var jo=class{constructor(t){this.variableNames=["Image","Transforms"],this.uniforms="interpolationModeId : i32, fillModeId : i32, fillValue : f32,",this.workgroupSize=[64,1,1],this.size=!0,this.outputShape=t,this.dispatchLayout=w(this.outputShape),this.dispatch=S(this.dispatchLayout,this.outputShape,this.workgroupSize),this.shaderKey="transform"}getUserCode(){return`
          fn mapCoord(outCoord : f32, len : f32) -> f32{
            var inCoord = outCoord;
            if(uniforms.fillModeId == 2) {
              if (inCoord < 0.0) {
                if (len <= 1.0) {
                  inCoord = 0.0;
                } else {
                  let sz2 = 2.0 * len;
                  if (inCoord < sz2) {
                    inCoord = sz2 * f32(i32(f32(-inCoord / sz2))) +
                    inCoord;
                  }
                  if (inCoord < -len) {
                    inCoord = inCoord + sz2;
                  } else {
                    inCoord = -inCoord - 1.0;
                  }
                }
              } else if (inCoord > len - 1.0) {
                if (len <= 1.0) {
                  inCoord = 0.0;
                } else {
                  let sz2 = 2.0 * len;
                  inCoord = inCoord - sz2 * f32(i32(f32(inCoord / sz2)));
                  if (inCoord >= len) {
                    inCoord = sz2 - inCoord - 1.0;
                  }
                }
              }
              return clamp(inCoord, 0.0, len - 1.0);
            } else if (uniforms.fillModeId == 3) {
              if (inCoord < 0.0) {
                if (len <= 1.0) {
                  inCoord = 0.0;
                } else {
                  let sz = len - 1.0;
                  inCoord = inCoord + len * (f32(i32(f32(-inCoord / sz))) + 1.0);
                }
              } else if (inCoord > len - 1.0) {
                if (len <= 1.0) {
                  inCoord = 0.0;
                } else {
                  let sz = len - 1.0;
                  inCoord = inCoord - len * f32(i32(f32(inCoord / sz)));
                }
              }
              return clamp(inCoord, 0.0, len - 1.0);
            } else if (uniforms.fillModeId == 4) {
              return clamp(outCoord, 0.0, len - 1.0);
            }
            return outCoord;
          }
          fn readWithFillValue(batch : i32, coordY : i32, coordX : i32,
            channel : i32) -> f32 {
            var outputValue : f32;
            if (0 <= coordY && coordY < uniforms.imageShape[1] && 0 <= coordX && coordX < uniforms.imageShape[2]) {
                outputValue = getImage(batch, coordY, coordX, channel);
            } else {
              outputValue = uniforms.fillValue;
            }
            return outputValue;
          }

          ${y("index")} {
            if (index < uniforms.size) {
              let coords = getCoordsFromIndex(index);
              var outputValue : f32;
              let batch = coords[0];
              let x = coords[2];
              let y = coords[1];
              let channel = coords[3];
              let xf = f32(x);
              let yf = f32(y);
              let a1 = getTransforms(batch, 0);
              let a2 = getTransforms(batch, 1);
              let a3 = getTransforms(batch, 2);
              let b1 = getTransforms(batch, 3);
              let b2 = getTransforms(batch, 4);
              let b3 = getTransforms(batch, 5);
              let c1 = getTransforms(batch, 6);
              let c2 = getTransforms(batch, 7);
              let projection = c1 * xf + c2 * yf + 1.0;
              if (projection == 0.0) {
                outputValue = uniforms.fillValue;
              } else {
                let inX = (a1 * xf + a2 * yf + a3) / projection;
                let inY = (b1 * xf + b2 * yf + b3) / projection;
                let mapX = mapCoord(inX, f32(uniforms.imageShape[2]));
                let mapY = mapCoord(inY, f32(uniforms.imageShape[1]));

                if (uniforms.interpolationModeId == 1) {
                  let coordY = i32(round(mapY));
                  let coordX = i32(round(mapX));
                  outputValue = readWithFillValue(batch, coordY, coordX,
                    channel);
                } else {
                  let yFloor = floor(mapY);
                  let xFloor = floor(mapX);
                  let yCeil = yFloor + 1.0;
                  let xCeil = xFloor + 1.0;
                  let valueYFloor = (xCeil - mapX) *
                  readWithFillValue(batch, i32(yFloor), i32(xFloor), channel) +
                  (mapX - xFloor) *
                  readWithFillValue(batch, i32(yFloor), i32(xCeil), channel);
                  let valueYCeil = (xCeil - mapX) *
                  readWithFillValue(batch, i32(yCeil), i32(xFloor), channel) +
                  (mapX - xFloor) *
                  readWithFillValue(batch, i32(yCeil), i32(xCeil), channel);
                  outputValue = (yCeil - mapY) * valueYFloor +
                  (mapY - yFloor) * valueYCeil;
                }
              }
              setOutputAtIndex(index, outputValue);
            }
          }
        `}};function vy(o){let{inputs:t,backend:e,attrs:i}=o,{image:r,transforms:s}=t,{interpolation:n,fillMode:a,fillValue:u,outputShape:p}=i,[l,c,d,m]=r.shape,[h,g]=p??[c,d],f=[l,h,g,m],x=new jo(f),C=n==="nearest"?1:2,b;switch(a){case"constant":b=1;break;case"reflect":b=2;break;case"wrap":b=3;break;case"nearest":b=4;break;default:b=1;break}let v=[{type:"int32",data:[C]},{type:"int32",data:[b]},{type:"float32",data:[u]}];return e.runWebGPUProgram(x,[r,s],"float32",v)}var Pp={kernelName:Iy,backendName:"webgpu",kernelFunc:vy};import{Unpack as ky}from"@tensorflow/tfjs-core";function Ry(o){let{inputs:t,backend:e,attrs:i}=o,{value:r}=t,{axis:s}=i;s<0&&(s+=r.shape.length);let n=r,a=n.shape.length,u=r.shape[s],p=new Array(a-1),l=0;for(let g=0;g<a;g++)g!==s&&(p[l++]=n.shape[g]);let c=[],d=new Array(a).fill(0),m=n.shape.slice();m[s]=1;let h=new Array(u);for(let g=0;g<h.length;g++){d[s]=g;let f=ae({inputs:{x:n},backend:e,attrs:{begin:d,size:m}}),x=R({inputs:{x:f},backend:e,attrs:{shape:p}});h[g]=x,c.push(f)}return c.forEach(g=>e.disposeData(g.dataId)),h}var $p={kernelName:ky,backendName:"webgpu",kernelFunc:Ry};import{backend_util as Zo,UnsortedSegmentSum as Dy,util as Np}from"@tensorflow/tfjs-core";var Qo=class{constructor(t,e,i){if(this.outputShape=[],this.variableNames=["x","segmentIds"],this.uniforms="numSegments : i32, xSize: i32,",this.workgroupSize=[64,1,1],this.atomic=!0,this.outputShape=e,this.dispatchLayout=w(t),this.dispatch=S(this.dispatchLayout,t,this.workgroupSize),i!=="float32"&&i!=="int32")throw new Error(`UnsortedSegmentSum only supports float32 and int32
              types, does not support ${i} type.`);this.type=i,this.shaderKey="unsortedSegmentSum"}getUserCode(){return`
    ${y("index")} {
      if (index < uniforms.xSize) {
        let coords = getXCoordsFromIndex(index);
        let b = coords[0];
        let inCol = coords[1];

        let segmentId = i32(getSegmentIds(inCol));
        if (segmentId >= 0) {
          let flatIndex = b * uniforms.numSegments + segmentId % uniforms.numSegments;
          let value = getX(b, inCol);

          ${Z("&result[flatIndex]","value",this.type)}
        }
      }
    }
  `}};function Py(o){let{inputs:t,backend:e,attrs:i}=o,{x:r,segmentIds:s}=t,{numSegments:n}=i,a=r.shape.length,u=[],p=0,l=Zo.getAxesPermutation([p],a),c=r;l!=null&&(c=j({inputs:{x:r},backend:e,attrs:{perm:l}}),u.push(c),p=Zo.getInnerMostAxes(1,a)[0]);let d=Zo.segment_util.computeOutShape(c.shape,p,n),m=Np.sizeFromShape([c.shape[p]]),h=R({inputs:{x:c},backend:e,attrs:{shape:[-1,m]}});u.push(h);let g=r.dtype,f=[h.shape[0],n],x=B({backend:e,attrs:{shape:f,value:0,dtype:g}}),C=new Qo(h.shape,f,g),b=[{type:"int32",data:[n]},{type:"int32",data:[Np.sizeFromShape(h.shape)]}],v=e.runWebGPUProgram(C,[h,s],g,b,x),k=R({inputs:{x:v},backend:e,attrs:{shape:d}});u.push(v);let P=k;if(l!=null){u.push(k);let N=Zo.getUndoAxesPermutation(l);P=j({inputs:{x:P},backend:e,attrs:{perm:N}})}return u.forEach(N=>e.disposeData(N.dataId)),P}var Fp={kernelName:Dy,backendName:"webgpu",kernelFunc:Py};var Ny=[vi,nn,an,un,pn,ln,dn,mn,hn,fn,gn,xn,Cn,yn,Sn,In,vn,kn,Rn,Dn,Nn,zn,Tn,Un,Wn,On,Di,Gn,qn,Yn,Qn,Jn,ea,ta,oa,ra,ia,sa,ua,pa,la,ca,ha,fa,ma,ga,xa,Ca,ya,Sa,Ia,va,ka,Ra,Da,Pa,$a,Na,Fa,wi,za,La,Aa,Ta,_a,Ma,Wa,Va,Ka,qa,Xa,Ri,Ya,Hn,ja,Qa,Za,Ja,eu,tu,ou,iu,ru,su,nu,au,pu,lu,wn,cu,du,fu,mu,hu,Cu,bn,yu,Su,wu,bu,vu,wa,ku,Ru,Du,En,Pu,Fu,Au,Eu,Lu,_u,Bu,Mu,Ln,Uu,Wu,Ou,Vu,bi,Gu,Hu,Ku,qu,Xu,Yu,ju,Qu,Zu,Ju,ep,tp,op,rp,ip,sp,$n,Cp,Sp,wp,Iu,np,up,lp,cp,mp,hp,fp,gp,xp,bp,ba,Ip,vp,kp,dp,Dp,Pp,cn,$p,Fp,$u];for(let o of Ny)$y(o);export{Ne as WebGPUBackend,er as webgpu_util};
