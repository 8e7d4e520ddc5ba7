package io.yumen.bridge;
